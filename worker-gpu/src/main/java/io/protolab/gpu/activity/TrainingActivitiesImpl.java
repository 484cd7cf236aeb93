package io.protolab.gpu.activity;

import io.protolab.gpu.features.DatasetFeatures;
import io.protolab.gpu.features.FeatureSets;
import io.protolab.gpu.features.Progress;
import io.protolab.gpu.training.Checkpoints;
import io.protolab.gpu.training.TrainingLoop;
import io.protolab.gpu.training.TrainingPlan;
import io.protolab.gpu.training.TrainingState;
import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.FullDiskException;
import io.protolab.platform.dataset.Split;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.json.Json;
import io.protolab.platform.workflow.AttemptStart;
import io.protolab.platform.workflow.TrainedHead;
import io.protolab.platform.workflow.TrainingActivities;
import io.protolab.platform.workflow.TrainingOrder;
import io.protolab.platform.workflow.TrialInput;
import io.temporal.activity.Activity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains a head from its newest checkpoint; repeating a finished training gives the same result. */
public final class TrainingActivitiesImpl implements TrainingActivities {
    private static final Logger log = LoggerFactory.getLogger(TrainingActivitiesImpl.class);

    private final FeatureSets sets;
    private final ArtifactStore artifacts;
    private final TrialDirectories directories;
    private final TrialSignals signals;
    private final WorkerIdentity worker;
    private final Draining draining;
    private final Clock clock;

    /** @param work directory of checkpoints, on a volume that all GPU workers see */
    public TrainingActivitiesImpl(
            FeatureSets sets,
            ArtifactStore artifacts,
            Path work,
            TrialSignals signals,
            WorkerIdentity worker,
            Draining draining,
            Clock clock) {
        this.sets = sets;
        this.artifacts = artifacts;
        this.directories = new TrialDirectories(work);
        this.signals = signals;
        this.worker = worker;
        this.draining = draining;
        this.clock = clock;
    }

    @Override
    public TrainedHead train(TrialInput trial, TrainingOrder order) {
        EpochReporter reporter = new EpochReporter(trial.trialId(), order.attempt(), signals);
        try (Pulse pulse = Pulse.start(Activity.getExecutionContext(), draining, "training", reporter::reportIfDue)) {
            return Failures.translated(() -> train(trial, order, pulse, reporter));
        }
    }

    private TrainedHead train(TrialInput trial, TrainingOrder order, Pulse pulse, EpochReporter reporter)
            throws IOException {
        Progress extracting = pulse.progress("features");
        DatasetFeatures features = TrialFeatures.open(sets, trial, extracting);
        TrainingPlan plan = TrainingPlan.of(
                trial.spec(),
                features.reference().dim(),
                features.manifest().countPerClass(Split.TRAIN),
                features.cut());
        try (Checkpoints checkpoints = Checkpoints.begin(directories.home(trial.trialId()), attempt);
                TrainingSplit images = TrialFeatures.training(sets, trial, features, extracting);
                TrainingState state = state(checkpoints, plan, trial)) {
            TrainingLoop loop =
                    new TrainingLoop(plan, features.grid(), images, SplitTokens.of(features, Split.VALIDATION), clock);
            int resumed = state.finishedEpochCount();
            log.info("trial {} goes on from epoch {} of {}", trial.trialId(), resumed, plan.epochs());
            signals.attemptStarted(
                    trial.trialId(),
                    new AttemptStart(
                            order.attempt(),
                            worker.name(),
                            worker.host(),
                            worker.device(),
                            worker.threads(),
                            resumed,
                            steps(resumed, images.imageCount(), plan),
                            0,
                            List.of(),
                            clock.instant()));
            reporter.add(state.history());
            TrainingAttempt listener = new TrainingAttempt(plan, checkpoints, pulse, reporter, resumed);
            if (!loop.run(state, listener, pulse::stopRequested)) {
                listener.stopped(state);
                throw pulse.end();
            }
            TrainedHead head = store(trial, state);
            reporter.reportAll();
            return head;
        }
    }

    private static long steps(int epochs, int images, TrainingPlan plan) {
        return (long) epochs * ((images + plan.batchSize() - 1) / plan.batchSize());
    }

    private TrainingState state(Checkpoints checkpoints, TrainingPlan plan, TrialInput trial) throws IOException {
        Optional<TrainingState> saved = checkpoints.restore(plan);
        return saved.isPresent()
                ? saved.get()
                : TrainingState.initial(
                        plan, sets.learningPart(TrialFeatures.request(trial)).orElse(null));
    }

    private TrainedHead store(TrialInput trial, TrainingState state) throws IOException {
        List<EpochMetrics> history = state.history();
        return new TrainedHead(
                head(state),
                artifacts.put(
                        "training/epochs.json",
                        Json.text(history.stream()
                                        .map(TrainingActivitiesImpl::reproducible)
                                        .toList())
                                .getBytes(StandardCharsets.UTF_8),
                        Artifact.JSON),
                history.size(),
                state.evaluatedEpoch(),
                history.get(history.size() - 1),
                worker.provenance(trial));
    }

    /** An epoch without its wall times, so that the same training gives the same file. */
    private static Map<String, Object> reproducible(EpochMetrics epoch) {
        return Map.of("epoch", epoch.epoch(), "values", epoch.values());
    }

    private Artifact head(TrainingState state) throws IOException {
        Path directory = Files.createTempDirectory("head-");
        Path file = directory.resolve("head.safetensors");
        try {
            state.writeEvaluatedHead(file);
            return artifacts.put("training/head.safetensors", file, Artifact.SAFETENSORS);
        } catch (IOException e) {
            throw FullDiskException.named("cannot write the head", directory, e);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(directory);
        }
    }
}
