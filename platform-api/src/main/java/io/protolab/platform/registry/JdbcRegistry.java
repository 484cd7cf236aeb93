package io.protolab.platform.registry;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.evaluation.PrototypeCatalogue;
import io.protolab.platform.evaluation.PrototypeCatalogue.Prototype;
import io.protolab.platform.evaluation.PrototypeCatalogue.TopPatch;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialResult;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.workflow.AttemptEnd;
import io.protolab.platform.workflow.AttemptStart;
import io.protolab.platform.workflow.FeatureSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The registry on PostgreSQL. What a method means stands here, the SQL in one class per subject. A writer locks the row of its
 * sweep or trial first, so that two of them never interleave. Thread-safe. Long because its interface is.
 */
public final class JdbcRegistry implements Registry {
    private final RegistryDatabase database;

    public JdbcRegistry(DataSource dataSource) {
        database = new RegistryDatabase(dataSource);
    }

    @Override
    public Acceptance accept(NewSweep sweep) {
        return database.write(handle -> {
            SweepStatements sweeps = new SweepStatements(handle);
            sweeps.insertExperiment(sweep.spec().experiment());
            boolean first = sweeps.insert(sweep);
            if (first) {
                new TrialStatements(handle).insert(sweep.id(), sweep.trials());
                new EventStatements(handle).insert(sweep.id(), EventKinds.STATE, EventMessages.accepted(sweep));
            }
            SweepRecord accepted = sweeps.find(sweep.id()).orElseThrow();
            sweep.requireSame(accepted);
            return new Acceptance(accepted, first);
        });
    }

    @Override
    public Optional<SweepRecord> findSweep(String id) {
        return database.read(handle -> new SweepStatements(handle).find(id));
    }

    @Override
    public List<SweepRecord> sweeps(int limit) {
        return database.read(handle -> new SweepStatements(handle).newest(limit));
    }

    @Override
    public List<SweepRecord> openSweeps() {
        return database.read(handle -> new SweepStatements(handle).open());
    }

    @Override
    public boolean changeSweepState(String id, SweepState state, String reason, List<OutboxRow> outbox) {
        return database.write(handle -> {
            SweepStatements sweeps = new SweepStatements(handle);
            SweepState before = sweeps.lock(id);
            if (!Transitions.changes(id, before, state)) {
                return false;
            }
            sweeps.changeState(id, state, reason);
            new EventStatements(handle).insert(id, EventKinds.STATE, EventMessages.transition(before, state, reason));
            OutboxWriter.append(handle, outbox);
            return true;
        });
    }

    @Override
    public void recordDataset(String sweepId, PreparedDataset dataset, String manifestLocation) {
        database.change(handle -> {
            new SweepStatements(handle).lock(sweepId);
            DatasetStatements datasets = new DatasetStatements(handle);
            datasets.insertDataset(dataset, manifestLocation);
            datasets.insertUse(sweepId, dataset);
            String first = datasets.manifests(sweepId, dataset.name()).get(0);
            if (!first.equals(dataset.manifest().sha256())) {
                new EventStatements(handle)
                        .insertOnce(sweepId, EventKinds.NOT_REPRODUCIBLE, EventMessages.changedDataset(dataset, first));
            }
        });
    }

    @Override
    public void recordFeatures(String sweepId, FeatureSet features) {
        database.change(handle -> {
            new SweepStatements(handle).lock(sweepId);
            FeatureStatements statements = new FeatureStatements(handle);
            statements.insertBackbone(features);
            statements.upsertFeatureSet(features);
            statements.insertUse(sweepId, features);
        });
    }

    @Override
    public List<FeatureSetRecord> featureSets() {
        return database.read(handle -> new FeatureStatements(handle).leastRecentlyUsedFirst());
    }

    @Override
    public boolean evictFeatures(String key) {
        return database.write(handle -> {
            FeatureStatements statements = new FeatureStatements(handle);
            statements.lock(key);
            return statements.evict(key);
        });
    }

    @Override
    public Optional<TrialRecord> findTrial(String id) {
        return database.read(handle -> new TrialStatements(handle).find(id));
    }

    @Override
    public List<TrialRecord> trials(String sweepId) {
        return database.read(handle -> new TrialStatements(handle).ofSweep(sweepId));
    }

    @Override
    public List<TrialRecord> openTrials(String sweepId, int fromIndex, int limit) {
        return database.read(handle -> new TrialStatements(handle).open(sweepId, fromIndex, limit));
    }

    @Override
    public void startTrial(String id, List<OutboxRow> outbox) {
        database.change(handle -> {
            if (move(handle, id, TrialState.RUNNING, "")) {
                OutboxWriter.append(handle, outbox);
            }
        });
    }

    @Override
    public int openAttempt(String trialId, String opening, @Nullable Integer microBatch) {
        return database.write(handle -> {
            TrialState state = new TrialStatements(handle).lock(trialId);
            AttemptStatements attempts = new AttemptStatements(handle);
            Optional<Integer> known = attempts.number(trialId, opening);
            if (known.isPresent()) {
                return known.get();
            }
            Transitions.requireOpen(trialId, state, "attempts");
            attempts.open(trialId).ifPresent(open -> attempts.end(trialId, open.number(), Attempts.lost(open)));
            return attempts.insert(trialId, opening, microBatch);
        });
    }

    @Override
    public void startAttempt(String trialId, AttemptStart attempt, List<OutboxRow> outbox) {
        database.change(handle -> {
            new TrialStatements(handle).lock(trialId);
            AttemptStatements attempts = new AttemptStatements(handle);
            if (attempts.start(trialId, attempt)) {
                Attempts.understated(attempts.ofTrial(trialId), attempt)
                        .ifPresent(
                                earlier -> attempts.setReachedStep(trialId, earlier.number(), attempt.furthestStep()));
                OutboxWriter.append(handle, outbox);
            }
        });
    }

    @Override
    public void endAttempt(String trialId, int number, AttemptEnd end) {
        database.change(handle -> {
            new TrialStatements(handle).lock(trialId);
            new AttemptStatements(handle).end(trialId, number, end);
        });
    }

    @Override
    public void recordEpochs(String trialId, List<EpochMetrics> epochs, List<OutboxRow> outbox) {
        database.change(handle -> {
            TrialState state = new TrialStatements(handle).lock(trialId);
            EpochStatements statements = new EpochStatements(handle);
            List<Integer> numbers = epochs.stream().map(EpochMetrics::epoch).toList();
            EpochComparison comparison = EpochComparison.of(statements.find(trialId, numbers), epochs);
            for (String difference : comparison.differences()) {
                new EventStatements(handle).insertOnce(trialId, EventKinds.NOT_REPRODUCIBLE, difference);
            }
            if (comparison.additions()) {
                Transitions.requireOpen(trialId, state, "epochs");
                statements.insertEpochs(trialId, epochs);
                statements.insertMetrics(trialId, epochs);
            }
            OutboxWriter.append(handle, outbox);
        });
    }

    @Override
    public List<EpochMetrics> epochs(String trialId) {
        return database.read(handle -> new EpochStatements(handle).ofTrial(trialId));
    }

    @Override
    public Map<String, EpochMetrics> newestEpochs(String sweepId) {
        return database.read(handle -> new EpochStatements(handle).newestOfOpenTrials(sweepId));
    }

    @Override
    public void recordCheckpoint(String trialId, int epoch, Artifact checkpoint, String location) {
        database.change(handle -> {
            new TrialStatements(handle).lock(trialId);
            new ArtifactStatements(handle).upsertCheckpoint(trialId, epoch, checkpoint, location);
        });
    }

    @Override
    public void completeTrial(
            String id,
            TrialResult result,
            PrototypeCatalogue prototypes,
            List<ArtifactRecord> artifacts,
            List<OutboxRow> outbox) {
        database.change(handle -> {
            TrialStatements trials = new TrialStatements(handle);
            if (!Transitions.changes(id, trials.lock(id), TrialState.COMPLETE)) {
                return;
            }
            trials.setProvenance(id, result.provenance());
            trials.insertMetrics(id, result.metrics());
            new PrototypeStatements(handle).insert(id, prototypes);
            new PrototypeStatements(handle).insertPatches(id, prototypes);
            insertArtifacts(handle, artifacts);
            move(handle, id, TrialState.COMPLETE, "");
            endOpenAttempt(handle, id, TrialState.COMPLETE, "");
            OutboxWriter.append(handle, outbox);
        });
    }

    @Override
    public void endTrial(String id, TrialState state, String reason, List<OutboxRow> outbox) {
        Transitions.requireEnd(id, state);
        database.change(handle -> {
            if (move(handle, id, state, reason)) {
                endOpenAttempt(handle, id, state, reason);
                OutboxWriter.append(handle, outbox);
            }
        });
    }

    @Override
    public List<AttemptRecord> attempts(String trialId) {
        return database.read(handle -> new AttemptStatements(handle).ofTrial(trialId));
    }

    @Override
    public Map<String, AttemptRecord> newestFailures(String sweepId) {
        return database.read(handle -> new AttemptStatements(handle).newestFailures(sweepId));
    }

    @Override
    public List<Prototype> prototypes(String trialId) {
        return database.read(handle -> {
            PrototypeStatements prototypes = new PrototypeStatements(handle);
            Map<Integer, List<TopPatch>> patches = prototypes.patches(trialId);
            return prototypes.ofTrial(trialId).stream()
                    .map(prototype -> new Prototype(
                            prototype.index(),
                            prototype.active(),
                            prototype.classWeights(),
                            prototype.usage(),
                            patches.getOrDefault(prototype.index(), List.of())))
                    .toList();
        });
    }

    @Override
    public List<ArtifactRecord> artifacts(String owner) {
        return database.read(handle -> new ArtifactStatements(handle).ofOwner(owner));
    }

    @Override
    public void recordArtifacts(List<ArtifactRecord> artifacts, List<OutboxRow> outbox) {
        database.change(handle -> {
            insertArtifacts(handle, artifacts);
            OutboxWriter.append(handle, outbox);
        });
    }

    @Override
    public Optional<ArtifactRecord> findArtifact(String sha256) {
        return database.read(handle -> new ArtifactStatements(handle).find(sha256));
    }

    @Override
    public List<EventRecord> events(String subject) {
        return database.read(handle -> new EventStatements(handle).ofSubject(subject));
    }

    @Override
    public void recordEvent(String subject, String kind, String message, List<OutboxRow> outbox) {
        database.change(handle -> {
            new EventStatements(handle).insertOnce(subject, kind, message);
            OutboxWriter.append(handle, outbox);
        });
    }

    @Override
    public List<LeaderboardRow> leaderboard(String sweepId) {
        return database.read(handle -> new LeaderboardStatements(handle).ofSweep(sweepId));
    }

    /** @return false if the trial was in that state already */
    private static boolean move(Handle handle, String id, TrialState state, String reason) {
        TrialStatements trials = new TrialStatements(handle);
        TrialState before = trials.lock(id);
        if (!Transitions.changes(id, before, state)) {
            return false;
        }
        trials.changeState(id, state, reason);
        new EventStatements(handle).insert(id, EventKinds.STATE, EventMessages.transition(before, state, reason));
        return true;
    }

    private static void endOpenAttempt(Handle handle, String id, TrialState state, String reason) {
        AttemptStatements attempts = new AttemptStatements(handle);
        attempts.open(id)
                .ifPresent(
                        open -> attempts.end(id, open.number(), Attempts.endedWith(state, reason, open.reachedStep())));
    }

    private static void insertArtifacts(Handle handle, List<ArtifactRecord> artifacts) {
        ArtifactStatements statements = new ArtifactStatements(handle);
        statements.insert(artifacts);
        for (String owner :
                artifacts.stream().map(ArtifactRecord::owner).distinct().toList()) {
            Artifacts.requireSame(statements.ofOwner(owner), artifacts);
        }
    }
}
