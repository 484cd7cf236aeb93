package io.protolab.cpu.workflow;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.evaluation.Evidence;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.SweepSpec;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialResult;
import io.protolab.platform.experiment.TrialSpec;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.export.ExportInput;
import io.protolab.platform.export.ExportPart;
import io.protolab.platform.export.ExportPlan;
import io.protolab.platform.export.ExportRequest;
import io.protolab.platform.workflow.AttemptEnd;
import io.protolab.platform.workflow.AttemptStart;
import io.protolab.platform.workflow.FeatureSet;
import io.protolab.platform.workflow.FinalFailure;
import io.protolab.platform.workflow.RegistryActivities;
import io.protolab.platform.workflow.Requirement;
import io.protolab.platform.workflow.TrainedHead;
import io.protolab.platform.workflow.TrialInput;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One sweep in memory: what workflows tell the registry, and in which order. Thread-safe. */
final class FakeRegistry implements RegistryActivities {
    private final List<TrialSpec> specs;
    private final Map<String, TrialState> trials = new LinkedHashMap<>();
    private final Map<String, List<String>> openings = new LinkedHashMap<>();
    private final Map<String, Optional<Integer>> microBatches = new LinkedHashMap<>();
    private final Map<String, List<PastAttempt>> ended = new LinkedHashMap<>();
    private final Map<String, String> reasons = new LinkedHashMap<>();
    private final List<String> log = new ArrayList<>();
    private final List<Artifact> exported = new CopyOnWriteArrayList<>();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final AtomicInteger away = new AtomicInteger();
    private SweepState sweep = SweepState.WAITING;

    FakeRegistry(SweepSpec spec) {
        specs = SweepSamples.trials(spec);
        IntStream.range(0, specs.size()).forEach(index -> trials.put(SweepSamples.trialId(index), TrialState.WAITING));
    }

    synchronized SweepState sweep() {
        return sweep;
    }

    synchronized TrialState trial(int index) {
        return state(SweepSamples.trialId(index));
    }

    synchronized List<TrialState> trials() {
        return List.copyOf(trials.values());
    }

    /** Why a sweep or trial is in its state. */
    synchronized String reason(String id) {
        return reasons.getOrDefault(id, "");
    }

    /** Everything that was written, in order. */
    synchronized List<String> log() {
        return List.copyOf(log);
    }

    /** What was written about one sweep or trial, in order. */
    List<String> log(String id) {
        return log().stream()
                .filter(line -> line.startsWith(id + " "))
                .map(line -> line.substring(id.length() + 1))
                .toList();
    }

    /** The trial can neither be started nor ended by its own workflow. */
    void refusesOnce(int trial) {
        refused.addAll(List.of(SweepSamples.trialId(trial) + " start", SweepSamples.trialId(trial) + " end"));
    }

    /** The next records of epochs fail as if PostgreSQL did not answer. */
    void isAwayFor(int calls) {
        away.set(calls);
    }

    @Override
    public synchronized void sweepAccepted(String sweepId, SweepSpec spec) {
        write(sweepId, "accepted");
    }

    @Override
    public synchronized SweepStanding sweepStarted(String sweepId) {
        if (sweep == SweepState.WAITING) {
            write(sweepId, "started");
            sweep = SweepState.RUNNING;
        }
        return new SweepStanding(sweep, trials.size(), count(TrialState.COMPLETE), count(TrialState.FAILED));
    }

    @Override
    public synchronized SweepState sweepStateChanged(String sweepId, SweepState state, String reason) {
        if (!sweep.isFinal()) {
            sweep = state;
            reasons.put(sweepId, reason);
            write(sweepId, state.toString());
            if (state.isFinal()) {
                List.copyOf(trials.keySet()).forEach(id -> end(id, TrialState.CANCELLED, reason));
            }
        }
        return sweep;
    }

    @Override
    public synchronized List<Requirement> requirements(String sweepId) {
        return openTrials(sweepId, 0, Integer.MAX_VALUE).stream()
                .map(OpenTrial::spec)
                .map(Requirement::of)
                .distinct()
                .toList();
    }

    @Override
    public void datasetPrepared(String sweepId, PreparedDataset dataset) {
        write(sweepId, "dataset " + dataset.name());
    }

    @Override
    public void featuresExtracted(String sweepId, FeatureSet features) {
        write(sweepId, "features " + features.dataset() + "/" + features.backbone());
    }

    /** Every set is used by the sweep. */
    @Override
    public synchronized boolean featuresGivenUp(String key) {
        return sweep.isFinal();
    }

    @Override
    public synchronized List<OpenTrial> openTrials(String sweepId, int fromIndex, int limit) {
        return IntStream.range(fromIndex, specs.size())
                .filter(index -> !trial(index).isFinal())
                .limit(limit)
                .mapToObj(index -> new OpenTrial(SweepSamples.trialId(index), index, specs.get(index)))
                .toList();
    }

    @Override
    public synchronized TrialStanding trialStarted(TrialInput trial) {
        refuse(trial.trialId() + " start");
        if (!state(trial.trialId()).isFinal()) {
            write(trial.trialId(), "started");
            trials.put(trial.trialId(), TrialState.RUNNING);
        }
        return new TrialStanding(state(trial.trialId()), List.copyOf(ended.getOrDefault(trial.trialId(), List.of())));
    }

    @Override
    public synchronized int attemptOpened(String trialId, String key, @Nullable Integer microBatch) {
        List<String> keys = openings.computeIfAbsent(trialId, fresh -> new ArrayList<>());
        if (!keys.contains(key)) {
            keys.add(key);
            microBatches.put(trialId + "/" + keys.size(), Optional.ofNullable(microBatch));
            write(
                    trialId,
                    "attempt " + keys.size() + " opened"
                            + (microBatch == null ? "" : " with micro-batch " + microBatch));
        }
        return keys.indexOf(key) + 1;
    }

    @Override
    public synchronized void attemptStarted(String trialId, AttemptStart attempt) {
        write(trialId, "attempt " + attempt.number());
    }

    @Override
    public synchronized void attemptEnded(String trialId, int number, AttemptEnd end) {
        String evidence = end.evidence().isEmpty() ? "" : ": " + end.evidence();
        String seen = end.lastSeenAt() == null ? "" : ", last seen " + end.lastSeenAt();
        write(
                trialId,
                "attempt " + number + " ended at step " + end.steps() + " as " + end.outcome() + seen + evidence);
        ended.computeIfAbsent(trialId, fresh -> new ArrayList<>())
                .add(new PastAttempt(
                        end.outcome(),
                        end.steps(),
                        microBatches
                                .getOrDefault(trialId + "/" + number, Optional.empty())
                                .orElse(null),
                        "host"));
    }

    @Override
    public void eventHappened(String subject, String kind, String message) {
        write(subject, kind + ": " + message);
    }

    @Override
    public void epochsFinished(String trialId, List<EpochMetrics> epochs) {
        if (away.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw ApplicationFailure.newFailure("the database does not answer", "Away");
        }
        epochs.forEach(epoch -> write(trialId, "epoch " + epoch.epoch()));
    }

    @Override
    public TrialState trialCompleted(TrialInput trial, TrainedHead head, Evidence evidence, TrialResult result) {
        return end(trial.trialId(), TrialState.COMPLETE, "");
    }

    @Override
    public TrialState trialEnded(String trialId, TrialState state, String reason) {
        return end(trialId, state, reason);
    }

    @Override
    public void exportFailed(String trialId, String reason) {
        write(trialId, "not exported: " + reason);
    }

    @Override
    public ExportPlan exportPlanned(ExportRequest request) {
        String id = request.trialId();
        if (state(id) != TrialState.COMPLETE) {
            throw FinalFailure.of("trial " + id + " is " + state(id), null);
        }
        Artifact file = FakeStages.artifact("file");
        return new ExportPlan(new ExportInput(id, specs.get(0), file, file, file, "w"), request.missingAmong(exported));
    }

    @Override
    public void exported(String trialId, ExportPart part, List<Artifact> files) {
        exported.addAll(files);
        files.forEach(file -> write(trialId, "exported " + file.name()));
    }

    @Override
    public void modelRegistered(String trialId, String modelName) {
        write(trialId, "registered as " + modelName);
    }

    private synchronized TrialState end(String trialId, TrialState state, String reason) {
        refuse(trialId + " end");
        if (!state(trialId).isFinal()) {
            trials.put(trialId, state);
            reasons.put(trialId, reason);
            write(trialId, state.toString());
        }
        return state(trialId);
    }

    private void refuse(String call) {
        if (refused.remove(call)) {
            throw FinalFailure.of("refused: " + call, null);
        }
    }

    private TrialState state(String trialId) {
        return Objects.requireNonNull(trials.get(trialId), trialId);
    }

    private int count(TrialState state) {
        return (int) trials.values().stream().filter(trial -> trial == state).count();
    }

    private synchronized void write(String id, String line) {
        log.add(id + " " + line);
    }
}
