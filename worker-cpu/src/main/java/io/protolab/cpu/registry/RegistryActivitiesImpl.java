package io.protolab.cpu.registry;

import io.protolab.cpu.tracking.RunMessages;
import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.dataset.UnreadableFile;
import io.protolab.platform.evaluation.Evidence;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.OptimiserSteps;
import io.protolab.platform.experiment.SweepSpec;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialResult;
import io.protolab.platform.experiment.TrialSpec;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.export.ExportPart;
import io.protolab.platform.export.ExportPlan;
import io.protolab.platform.export.ExportRequest;
import io.protolab.platform.registry.EventKinds;
import io.protolab.platform.registry.NewSweep;
import io.protolab.platform.registry.OutboxRow;
import io.protolab.platform.registry.Registry;
import io.protolab.platform.registry.SweepRecord;
import io.protolab.platform.registry.TrialRecord;
import io.protolab.platform.workflow.AttemptEnd;
import io.protolab.platform.workflow.AttemptStart;
import io.protolab.platform.workflow.FeatureSet;
import io.protolab.platform.workflow.RegistryActivities;
import io.protolab.platform.workflow.Requirement;
import io.protolab.platform.workflow.TrainedHead;
import io.protolab.platform.workflow.TrialInput;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Each activity is a call of the registry with the outbox rows that become true with it. Thread-safe. */
public final class RegistryActivitiesImpl implements RegistryActivities {
    /** Rows of one transaction; keeps each well below a second. */
    private static final int PAGE = 500;

    private final Registry registry;
    private final ArtifactStore artifacts;
    private final RunMessages messages;
    private final RecordedFiles recorded;
    private final KnownRecords known;
    private final TrialEndings endings;
    private final TrialExports exports;

    public RegistryActivitiesImpl(Registry registry, ArtifactStore artifacts, RunMessages messages) {
        this.registry = registry;
        this.artifacts = artifacts;
        this.messages = messages;
        this.recorded = new RecordedFiles(artifacts);
        this.known = new KnownRecords(registry);
        this.endings = new TrialEndings(registry, artifacts, recorded, messages);
        this.exports = new TrialExports(registry, artifacts, messages);
    }

    @Override
    public void sweepAccepted(String sweepId, SweepSpec spec) {
        Registry.Acceptance unused = registry.accept(NewSweep.of(sweepId, spec));
    }

    @Override
    public SweepStanding sweepStarted(String sweepId) {
        if (known.sweep(sweepId).state() == SweepState.WAITING) {
            sweepStateChanged(sweepId, SweepState.RUNNING, "");
        }
        SweepRecord sweep = known.sweep(sweepId);
        return new SweepStanding(sweep.state(), sweep.trials(), sweep.complete(), sweep.failed());
    }

    @Override
    public SweepState sweepStateChanged(String sweepId, SweepState state, String reason) {
        SweepRecord sweep = known.sweep(sweepId);
        if (sweep.state().isFinal()) {
            return sweep.state();
        }
        if (state.isFinal()) {
            cancelOpenTrials(sweepId, reason);
        }
        registry.changeSweepState(sweepId, state, reason, rows(sweepId, state));
        return state;
    }

    private List<OutboxRow> rows(String sweepId, SweepState state) {
        if (state == SweepState.RUNNING) {
            return messages.sweepStarted(known.sweep(sweepId));
        }
        return state.isFinal()
                ? messages.sweepEnded(
                        known.sweep(sweepId),
                        state,
                        registry.leaderboard(sweepId),
                        registry.trials(sweepId),
                        registry.events(sweepId))
                : List.of();
    }

    private void cancelOpenTrials(String sweepId, String reason) {
        for (List<TrialRecord> page = registry.openTrials(sweepId, 0, PAGE);
                !page.isEmpty();
                page = registry.openTrials(sweepId, 0, PAGE)) {
            page.forEach(trial -> trialEnded(trial.id(), TrialState.CANCELLED, reason));
        }
    }

    @Override
    public List<Requirement> requirements(String sweepId) {
        return distinct(sweepId, trial -> Stream.of(Requirement.of(trial)));
    }

    /** What open trials lead to, each once and in the order of the trials. */
    private <T> List<T> distinct(String sweepId, Function<TrialSpec, Stream<T>> of) {
        Set<T> distinct = new LinkedHashSet<>();
        List<TrialRecord> page = registry.openTrials(sweepId, 0, PAGE);
        while (!page.isEmpty()) {
            page.forEach(trial -> of.apply(trial.spec()).forEach(distinct::add));
            page = registry.openTrials(sweepId, page.get(page.size() - 1).index() + 1, PAGE);
        }
        return List.copyOf(distinct);
    }

    @Override
    public void datasetPrepared(String sweepId, PreparedDataset dataset) {
        registry.recordDataset(sweepId, dataset, artifacts.location(dataset.manifest()));
        List<UnreadableFile> leftOut = dataset.unreadable() == 0
                ? List.of()
                : recorded.manifest(dataset.manifest()).unreadable();
        registry.recordEvent(sweepId, EventKinds.DATASET, DatasetSummary.of(dataset, leftOut));
        distinct(
                        sweepId,
                        trial -> trial.dataset().name().equals(dataset.name()) ? fewSteps(trial, dataset) : Stream.of())
                .forEach(warning -> registry.recordEvent(sweepId, EventKinds.FEW_STEPS, warning));
    }

    private static Stream<String> fewSteps(TrialSpec trial, PreparedDataset dataset) {
        return OptimiserSteps.of(trial.training(), dataset.train()).warning(dataset.name()).stream();
    }

    @Override
    public void featuresExtracted(String sweepId, FeatureSet features) {
        registry.recordFeatures(sweepId, features);
    }

    @Override
    public boolean featuresGivenUp(String key) {
        return registry.evictFeatures(key);
    }

    @Override
    public List<OpenTrial> openTrials(String sweepId, int fromIndex, int limit) {
        return registry.openTrials(sweepId, fromIndex, limit).stream()
                .map(trial -> new OpenTrial(trial.id(), trial.index(), trial.spec()))
                .toList();
    }

    @Override
    public TrialStanding trialStarted(TrialInput input) {
        TrialRecord trial = known.trial(input.trialId());
        if (!trial.state().isFinal()) {
            fewSteps(trial.spec(), input.dataset())
                    .forEach(warning -> registry.recordEvent(trial.id(), EventKinds.FEW_STEPS, warning));
            registry.startTrial(
                    trial.id(),
                    messages.trialStarted(
                            known.sweep(trial.sweepId()),
                            trial,
                            input.dataset(),
                            input.features(),
                            endings.past(trial)));
        }
        return new TrialStanding(
                known.trial(input.trialId()).state(), EarlierAttempts.thatMatter(registry.attempts(input.trialId())));
    }

    @Override
    public int attemptOpened(String trialId, String key, @Nullable Integer microBatch) {
        return registry.openAttempt(trialId, key, microBatch);
    }

    @Override
    public void attemptStarted(String trialId, AttemptStart attempt) {
        registry.startAttempt(trialId, attempt, messages.attemptStarted(known.trial(trialId), attempt));
        if (!attempt.identityChanges().isEmpty()) {
            registry.recordEvent(
                    trialId,
                    EventKinds.IDENTITY,
                    "attempt " + attempt.number() + " goes on from step " + attempt.firstStep()
                            + " under other conditions: " + String.join("; ", attempt.identityChanges()));
        }
        if (!attempt.featureChanges().isEmpty()) {
            registry.recordEvent(
                    trialId,
                    EventKinds.IDENTITY,
                    "attempt " + attempt.number()
                            + " reads features that were computed under other conditions: "
                            + String.join("; ", attempt.featureChanges()));
        }
    }

    @Override
    public void attemptEnded(String trialId, int number, AttemptEnd end) {
        registry.endAttempt(trialId, number, end);
    }

    @Override
    public void eventHappened(String subject, String kind, String message) {
        registry.recordEvent(subject, kind, message);
    }

    @Override
    public void epochsFinished(String trialId, List<EpochMetrics> epochs) {
        endings.recordEpochs(trialId, epochs);
    }

    @Override
    public TrialState trialCompleted(TrialInput input, TrainedHead head, Evidence evidence, TrialResult result) {
        return endings.complete(input, head, evidence, result);
    }

    @Override
    public TrialState trialEnded(String trialId, TrialState state, String reason) {
        return endings.end(known.trial(trialId), state, reason);
    }

    @Override
    public void exportFailed(String trialId, String reason) {
        exports.recordFailure(trialId, reason);
    }

    @Override
    public ExportPlan exportPlanned(ExportRequest request) {
        return exports.plan(known.trial(request.trialId()), request);
    }

    @Override
    public void exported(String trialId, ExportPart part, List<Artifact> files) {
        exports.record(known.trial(trialId), part, files);
    }

    @Override
    public void modelRegistered(String trialId, String modelName) {
        exports.register(known.trial(trialId), modelName);
    }
}
