package io.protolab.gpu.activity;

import io.protolab.gpu.features.DatasetFeatures;
import io.protolab.gpu.features.FeatureSets;
import io.protolab.gpu.features.Progress;
import io.protolab.gpu.training.Checkpoints;
import io.protolab.gpu.training.TrainingLoop;
import io.protolab.gpu.training.TrainingPlan;
import io.protolab.gpu.training.TrainingState;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.Volume;
import io.protolab.platform.dataset.Split;
import io.protolab.platform.experiment.ComputeIdentity;
import io.protolab.platform.workflow.AttemptFailure;
import io.protolab.platform.workflow.AttemptOutcome;
import io.protolab.platform.workflow.TrainedHead;
import io.protolab.platform.workflow.TrainingActivities;
import io.protolab.platform.workflow.TrainingOrder;
import io.protolab.platform.workflow.TrialInput;
import io.temporal.activity.Activity;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains a head from its newest checkpoint; repeating a finished training gives the same result. */
public final class TrainingActivitiesImpl implements TrainingActivities {
    private static final Logger log = LoggerFactory.getLogger(TrainingActivitiesImpl.class);

    private final FeatureSets sets;
    private final TrainedHeads heads;
    private final TrialDirectories directories;
    private final TrialSignals signals;
    private final WorkerIdentity identity;
    private final WorkerLife worker;
    private final Clock clock;

    /** @param work volume of checkpoints, which all GPU workers see */
    public TrainingActivitiesImpl(
            FeatureSets sets,
            ArtifactStore artifacts,
            Volume work,
            TrialSignals signals,
            WorkerIdentity identity,
            WorkerLife worker,
            Clock clock) {
        this.sets = sets;
        this.heads = new TrainedHeads(artifacts);
        this.directories = new TrialDirectories(work);
        this.signals = signals;
        this.identity = identity;
        this.worker = worker;
        this.clock = clock;
    }

    @Override
    public TrainedHead train(TrialInput trial, TrainingOrder order) {
        EpochReporter reporter = new EpochReporter(trial.trialId(), order.attempt(), signals);
        try (Pulse pulse = Pulse.start(Activity.getExecutionContext(), worker, "training", reporter::reportIfDue)) {
            return Failures.translated(pulse, () -> {
                try {
                    return train(trial, order, pulse, reporter);
                } catch (IOException e) {
                    throw directories.volume().named(e); // without it every attempt seems to be over
                }
            });
        }
    }

    private TrainedHead train(TrialInput trial, TrainingOrder order, Pulse pulse, EpochReporter reporter)
            throws IOException {
        refuseIfAvoided(order);
        Progress extracting = pulse.progress("features");
        DatasetFeatures features = TrialFeatures.open(sets, trial, extracting);
        TrainingPlan plan = plan(trial, order, features);
        ComputeIdentity now = identity.computing(plan.microBatch());
        directories.volume().require();
        try (Checkpoints checkpoints = Checkpoints.begin(directories.home(trial.trialId()), order.attempt());
                TrainingSplit images = TrialFeatures.training(sets, trial, features, extracting);
                TrainingState state = state(checkpoints, plan, trial)) {
            TrainingLoop loop =
                    new TrainingLoop(plan, features.grid(), images, SplitTokens.of(features, Split.VALIDATION), clock);
            AttemptProgress progress = new AttemptProgress(plan, now, checkpoints, pulse, reporter, state);
            reporter.begin(identity.start(
                    order,
                    state,
                    images.featureIdentities(),
                    checkpoints.stepsBeyond(state.stepCount()),
                    now,
                    clock.instant()));
            reporter.add(state.history());
            trainToTheEnd(loop, state, progress, pulse);
            checkpoints.requireNewest();
            TrainedHead head = heads.store(trial, state);
            reporter.reportAll();
            return head;
        }
    }

    private void refuseIfAvoided(TrainingOrder order) {
        if (order.avoidedHosts().contains(identity.host())) {
            throw AttemptFailure.of(
                    AttemptOutcome.PREEMPTED,
                    "worker " + identity.name() + " hands the order back: its host is to be avoided",
                    0,
                    null);
        }
    }

    private static TrainingPlan plan(TrialInput trial, TrainingOrder order, DatasetFeatures features) {
        TrainingPlan plan = TrainingPlan.of(
                trial.spec(),
                features.reference().dim(),
                features.manifest().countPerClass(Split.TRAIN),
                features.cut());
        return order.microBatch() == null ? plan : plan.withMicroBatch(order.microBatch());
    }

    private TrainingState state(Checkpoints checkpoints, TrainingPlan plan, TrialInput trial) throws IOException {
        Optional<TrainingState> saved = checkpoints.restore(plan);
        return saved.isPresent()
                ? saved.get()
                : TrainingState.initial(
                        plan, sets.learningPart(TrialFeatures.request(trial)).orElse(null));
    }

    /** Returns when the last epoch is done; one that is asked to stop is saved where it is. */
    private static void trainToTheEnd(TrainingLoop loop, TrainingState state, AttemptProgress progress, Pulse pulse)
            throws IOException {
        try {
            if (!loop.run(state, progress, pulse::stopRequested)) {
                throw pulse.end();
            }
        } catch (ApplicationFailure | ActivityCompletionException stopped) {
            try {
                progress.save(state);
            } catch (IOException e) {
                log.warn("The steps since the last checkpoint will be repeated: {}", e.toString());
            }
            throw stopped;
        }
    }
}
