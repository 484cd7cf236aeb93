package io.protolab.platform.registry;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.evaluation.PrototypeCatalogue;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialResult;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.workflow.AttemptEnd;
import io.protolab.platform.workflow.AttemptStart;
import io.protolab.platform.workflow.FeatureSet;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The registry as maps: the twin of {@link JdbcRegistry} for tests. Every method checks before it changes anything, which makes
 * it a transaction. Thread-safe. Long because its interface is.
 */
public final class InMemoryRegistry implements Registry {
    private final Clock clock;
    private final InMemoryOutbox outbox;
    private final Map<String, SweepRecord> sweeps = new LinkedHashMap<>();
    private final Map<String, InMemoryTrial> trials = new LinkedHashMap<>();
    private final Map<String, String> firstManifests = new LinkedHashMap<>();
    private final Map<String, InMemoryFeatureSet> featureSets = new LinkedHashMap<>();
    private final List<ArtifactRecord> artifacts = new ArrayList<>();
    private final Map<String, ArtifactRecord> checkpointsAndManifests = new LinkedHashMap<>();
    private final List<EventRecord> events = new ArrayList<>();

    public InMemoryRegistry() {
        this(Clock.systemUTC());
    }

    public InMemoryRegistry(Clock clock) {
        this.clock = Clock.tick(clock, Duration.ofNanos(1000));
        outbox = new InMemoryOutbox(this.clock);
    }

    /** Where the rows go that the methods are given. */
    public InMemoryOutbox outbox() {
        return outbox;
    }

    @Override
    public synchronized Acceptance accept(NewSweep sweep) {
        boolean first = !sweeps.containsKey(sweep.id());
        if (first) {
            sweep.trials().stream()
                    .filter(trial -> trials.containsKey(trial.id()))
                    .forEach(trial -> {
                        throw new RegistryException("trial id " + trial.id() + " is taken");
                    });
            SweepRecord accepted = new SweepRecord(
                    sweep.id(),
                    sweep.spec().experiment(),
                    sweep.fingerprint(),
                    sweep.spec(),
                    SweepState.WAITING,
                    "",
                    sweep.trials().size(),
                    0,
                    0,
                    clock.instant(),
                    null,
                    null);
            sweeps.put(sweep.id(), accepted);
            sweep.trials().forEach(trial -> trials.put(trial.id(), new InMemoryTrial(sweep.id(), trial)));
            event(sweep.id(), EventKinds.STATE, EventMessages.accepted(sweep));
        }
        SweepRecord accepted = sweep(sweep.id());
        sweep.requireSame(accepted);
        return new Acceptance(counted(accepted), first);
    }

    @Override
    public synchronized Optional<SweepRecord> findSweep(String id) {
        return Optional.ofNullable(sweeps.get(id)).map(this::counted);
    }

    @Override
    public synchronized List<SweepRecord> sweeps(int limit) {
        List<SweepRecord> oldestFirst = List.copyOf(sweeps.values());
        return Stream.iterate(oldestFirst.size() - 1, i -> i >= 0, i -> i - 1)
                .limit(limit)
                .map(i -> counted(oldestFirst.get(i)))
                .toList();
    }

    @Override
    public synchronized List<SweepRecord> openSweeps() {
        return sweeps.values().stream()
                .filter(sweep -> !sweep.state().isFinal())
                .map(this::counted)
                .toList();
    }

    @Override
    public synchronized boolean changeSweepState(String id, SweepState state, String reason, List<OutboxRow> rows) {
        SweepRecord before = sweep(id);
        if (!Transitions.changes(id, before.state(), state)) {
            return false;
        }
        boolean starts = state == SweepState.RUNNING && before.startedAt() == null;
        SweepRecord after = new SweepRecord(
                id,
                before.experiment(),
                before.fingerprint(),
                before.spec(),
                state,
                reason,
                before.trials(),
                0,
                0,
                before.createdAt(),
                starts ? clock.instant() : before.startedAt(),
                state.isFinal() ? clock.instant() : null);
        sweeps.put(id, after);
        event(id, EventKinds.STATE, EventMessages.transition(before.state(), state, reason));
        outbox.append(rows);
        return true;
    }

    @Override
    public synchronized void recordDataset(String sweepId, PreparedDataset dataset, String manifestLocation) {
        sweep(sweepId);
        String sha256 = dataset.manifest().sha256();
        checkpointsAndManifests.putIfAbsent(sha256, new ArtifactRecord(sweepId, dataset.manifest(), manifestLocation));
        String first = firstManifests.computeIfAbsent(sweepId + '/' + dataset.name(), key -> sha256);
        if (!first.equals(sha256)) {
            recordEvent(sweepId, EventKinds.NOT_REPRODUCIBLE, EventMessages.changedDataset(dataset, first));
        }
    }

    synchronized List<ArtifactRecord> manifests() {
        return checkpointsAndManifests.values().stream()
                .filter(known -> sweeps.containsKey(known.owner()))
                .sorted(Comparator.comparing(known -> known.artifact().sha256()))
                .toList();
    }

    @Override
    public synchronized void recordFeatures(String sweepId, FeatureSet features) {
        sweep(sweepId);
        featureSets
                .computeIfAbsent(features.key(), key -> new InMemoryFeatureSet(features, clock.instant()))
                .use(sweepId, features);
    }

    @Override
    public synchronized List<FeatureSetRecord> featureSets() {
        return featureSets.values().stream()
                .map(set -> set.toRecord(this::sweep, clock.instant()))
                .sorted(Comparator.comparing(FeatureSetRecord::lastUsedAt).thenComparing(FeatureSetRecord::key))
                .toList();
    }

    @Override
    public synchronized boolean evictFeatures(String key) {
        InMemoryFeatureSet set = Optional.ofNullable(featureSets.get(key))
                .orElseThrow(() -> new RegistryException("there is no feature set " + key));
        boolean free = !set.toRecord(this::sweep, clock.instant()).inUse();
        if (free && set.evictedAt == null) {
            set.evictedAt = clock.instant();
        }
        return free;
    }

    @Override
    public synchronized Optional<TrialRecord> findTrial(String id) {
        return Optional.ofNullable(trials.get(id)).map(this::toRecord);
    }

    @Override
    public synchronized List<TrialRecord> trials(String sweepId) {
        return ofSweep(sweepId).map(this::toRecord).toList();
    }

    @Override
    public synchronized List<TrialRecord> openTrials(String sweepId, int fromIndex, int limit) {
        return ofSweep(sweepId)
                .filter(trial -> !trial.state.isFinal() && trial.accepted.index() >= fromIndex)
                .limit(limit)
                .map(this::toRecord)
                .toList();
    }

    @Override
    public synchronized void startTrial(String id, List<OutboxRow> rows) {
        if (move(id, TrialState.RUNNING, "")) {
            outbox.append(rows);
        }
    }

    @Override
    public synchronized int openAttempt(String trialId, String opening, @Nullable Integer microBatch) {
        InMemoryTrial trial = trial(trialId);
        if (!trial.attempts.contains(opening)) {
            Transitions.requireOpen(trialId, trial.state, "attempts");
            trial.attempts.endOpen(Attempts::lost, clock.instant());
        }
        return trial.attempts.open(trialId, opening, microBatch, clock.instant());
    }

    @Override
    public synchronized void startAttempt(String trialId, AttemptStart attempt, List<OutboxRow> rows) {
        if (trial(trialId).attempts.start(attempt)) {
            outbox.append(rows);
        }
    }

    @Override
    public synchronized void endAttempt(String trialId, int number, AttemptEnd end) {
        trial(trialId).attempts.end(number, end, clock.instant());
    }

    @Override
    public synchronized void recordEpochs(String trialId, List<EpochMetrics> epochs, List<OutboxRow> rows) {
        InMemoryTrial trial = trial(trialId);
        EpochComparison comparison = EpochComparison.of(trial.epochs.values(), epochs);
        if (comparison.additions()) {
            Transitions.requireOpen(trialId, trial.state, "epochs");
        }
        comparison.differences().forEach(text -> recordEvent(trialId, EventKinds.NOT_REPRODUCIBLE, text));
        epochs.forEach(epoch -> trial.add(new EpochMetrics(
                epoch.epoch(),
                epoch.values(),
                epoch.seconds(),
                epoch.finishedAt().truncatedTo(ChronoUnit.MICROS))));
        outbox.append(rows);
    }

    @Override
    public synchronized List<EpochMetrics> epochs(String trialId) {
        return trials.containsKey(trialId) ? List.copyOf(trial(trialId).epochs.values()) : List.of();
    }

    @Override
    public synchronized Map<String, EpochMetrics> newestEpochs(String sweepId) {
        return ofSweep(sweepId)
                .filter(trial -> !trial.state.isFinal() && !trial.epochs.isEmpty())
                .collect(Collectors.toMap(
                        trial -> trial.accepted.id(),
                        trial -> trial.epochs.get(Collections.max(trial.epochs.keySet()))));
    }

    @Override
    public synchronized void recordCheckpoint(String trialId, int epoch, Artifact checkpoint, String location) {
        trial(trialId);
        checkpointsAndManifests.values().removeIf(known -> known.owner().equals(trialId + '@' + epoch));
        checkpointsAndManifests.put(
                checkpoint.sha256(), new ArtifactRecord(trialId + '@' + epoch, checkpoint, location));
    }

    @Override
    public synchronized void completeTrial(
            String id,
            TrialResult result,
            PrototypeCatalogue prototypes,
            List<ArtifactRecord> recorded,
            List<OutboxRow> rows) {
        InMemoryTrial trial = trial(id);
        if (!Transitions.changes(id, trial.state, TrialState.COMPLETE)) {
            return;
        }
        recordArtifacts(recorded, List.of());
        move(id, TrialState.COMPLETE, "");
        trial.metrics = result.metrics();
        trial.provenance = result.provenance();
        trial.prototypes = prototypes.prototypes().stream()
                .sorted(Comparator.comparingInt(PrototypeCatalogue.Prototype::index))
                .toList();
        endOpenAttempt(trial, TrialState.COMPLETE, "");
        outbox.append(rows);
    }

    @Override
    public synchronized void endTrial(String id, TrialState state, String reason, List<OutboxRow> rows) {
        Transitions.requireEnd(id, state);
        if (move(id, state, reason)) {
            endOpenAttempt(trial(id), state, reason);
            outbox.append(rows);
        }
    }

    @Override
    public synchronized List<AttemptRecord> attempts(String trialId) {
        return trials.containsKey(trialId) ? trial(trialId).attempts.inOrder() : List.of();
    }

    @Override
    public synchronized Map<String, AttemptRecord> newestFailures(String sweepId) {
        return ofSweep(sweepId)
                .flatMap(trial -> trial.attempts.newestFailure().stream())
                .collect(Collectors.toMap(AttemptRecord::trialId, attempt -> attempt));
    }

    @Override
    public synchronized List<PrototypeCatalogue.Prototype> prototypes(String trialId) {
        return trials.containsKey(trialId) ? trial(trialId).prototypes : List.of();
    }

    @Override
    public synchronized List<ArtifactRecord> artifacts(String owner) {
        return artifacts.stream()
                .filter(known -> known.owner().equals(owner))
                .sorted(Comparator.comparing(known -> known.artifact().name()))
                .toList();
    }

    @Override
    public synchronized void recordArtifacts(List<ArtifactRecord> added, List<OutboxRow> rows) {
        Artifacts.requireSame(artifacts, added);
        Artifacts.requireSame(added, added);
        for (ArtifactRecord artifact : added) {
            boolean known = artifacts(artifact.owner()).stream()
                    .anyMatch(other ->
                            other.artifact().name().equals(artifact.artifact().name()));
            if (!known) {
                artifacts.add(artifact);
            }
        }
        outbox.append(rows);
    }

    @Override
    public synchronized Optional<ArtifactRecord> findArtifact(String sha256) {
        return Stream.concat(
                        artifacts.stream()
                                .filter(known -> known.artifact().sha256().equals(sha256)),
                        Stream.ofNullable(checkpointsAndManifests.get(sha256)))
                .findFirst();
    }

    @Override
    public synchronized List<EventRecord> events(String subject) {
        return events.stream().filter(event -> event.subject().equals(subject)).toList();
    }

    @Override
    public synchronized void recordEvent(String subject, String kind, String message, List<OutboxRow> rows) {
        boolean known = events(subject).stream()
                .anyMatch(event -> event.kind().equals(kind) && event.message().equals(message));
        if (!known) {
            event(subject, kind, message);
        }
        outbox.append(rows);
    }

    @Override
    public synchronized List<LeaderboardRow> leaderboard(String sweepId) {
        return InMemoryLeaderboard.of(ofSweep(sweepId)
                .filter(trial -> trial.state == TrialState.COMPLETE)
                .toList());
    }

    private void endOpenAttempt(InMemoryTrial trial, TrialState state, String reason) {
        trial.attempts.endOpen(open -> Attempts.endedWith(state, reason, open.reachedStep()), clock.instant());
    }

    /** @return false if the trial was in that state already */
    private boolean move(String id, TrialState state, String reason) {
        InMemoryTrial trial = trial(id);
        TrialState before = trial.state;
        if (!Transitions.changes(id, before, state)) {
            return false;
        }
        trial.state = state;
        trial.reason = reason;
        if (state == TrialState.RUNNING && trial.startedAt == null) {
            trial.startedAt = clock.instant();
        }
        trial.endedAt = state.isFinal() ? clock.instant() : null;
        event(id, EventKinds.STATE, EventMessages.transition(before, state, reason));
        return true;
    }

    private void event(String subject, String kind, String message) {
        events.add(new EventRecord(events.size() + 1L, subject, kind, message, clock.instant()));
    }

    private SweepRecord sweep(String id) {
        return Optional.ofNullable(sweeps.get(id)).orElseThrow(() -> new RegistryException("there is no sweep " + id));
    }

    private InMemoryTrial trial(String id) {
        return Optional.ofNullable(trials.get(id)).orElseThrow(() -> new RegistryException("there is no trial " + id));
    }

    private Stream<InMemoryTrial> ofSweep(String sweepId) {
        return trials.values().stream()
                .filter(trial -> trial.sweepId.equals(sweepId))
                .sorted(Comparator.comparingInt(trial -> trial.accepted.index()));
    }

    private TrialRecord toRecord(InMemoryTrial trial) {
        return trial.toRecord(
                outbox.link(trial.accepted.id()).map(Outbox.Link::runId).orElse(null));
    }

    private SweepRecord counted(SweepRecord sweep) {
        return new SweepRecord(
                sweep.id(),
                sweep.experiment(),
                sweep.fingerprint(),
                sweep.spec(),
                sweep.state(),
                sweep.reason(),
                sweep.trials(),
                count(sweep.id(), TrialState.COMPLETE),
                count(sweep.id(), TrialState.FAILED),
                sweep.createdAt(),
                sweep.startedAt(),
                sweep.endedAt());
    }

    private int count(String sweepId, TrialState state) {
        return (int) ofSweep(sweepId).filter(trial -> trial.state == state).count();
    }
}
