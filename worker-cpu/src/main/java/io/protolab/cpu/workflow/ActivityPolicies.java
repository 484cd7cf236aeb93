package io.protolab.cpu.workflow;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.FullDiskException;
import io.protolab.platform.artifact.VolumeAwayException;
import io.protolab.platform.export.ExportFormat;
import io.protolab.platform.export.ExportInput;
import io.protolab.platform.export.ExportPart;
import io.protolab.platform.registry.RegistryException;
import io.protolab.platform.workflow.CheckupActivities;
import io.protolab.platform.workflow.DatasetActivities;
import io.protolab.platform.workflow.EvaluationActivities;
import io.protolab.platform.workflow.ExportActivities;
import io.protolab.platform.workflow.FeatureActivities;
import io.protolab.platform.workflow.FinalFailure;
import io.protolab.platform.workflow.MetricActivities;
import io.protolab.platform.workflow.RegistryActivities;
import io.protolab.platform.workflow.ReportActivities;
import io.protolab.platform.workflow.TaskQueues;
import io.protolab.platform.workflow.TrainingActivities;
import io.protolab.platform.workflow.VolumeActivities;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;

/**
 * Every timeout and every retry, each with its reason. Time spent in a queue is never limited: a busy GPU pool is no failure.
 */
final class ActivityPolicies {
    /** A killed CPU worker is noticed after this; it beats every five seconds. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    /** One attempt of a training of weeks ends here and goes on from its checkpoint; a hang that still beats ends here too. */
    private static final Duration TRAINING_ATTEMPT = Duration.ofDays(3);

    /** Patch tokens of a million images with a large backbone on one slow card. */
    private static final Duration EXTRACTION_ATTEMPT = Duration.ofHours(24);

    /** One pass over a test split with its noisy copies and interventions: minutes, hours for the largest. */
    private static final Duration EVALUATION_ATTEMPT = Duration.ofHours(6);

    /** Writing the largest backbone twice and running each file once: minutes. */
    private static final Duration EXPORT_ATTEMPT = Duration.ofHours(2);

    /** Hashing and decoding a million files on a network volume. */
    private static final Duration PREPARATION_ATTEMPT = Duration.ofHours(12);

    /** Arithmetic and drawing over files of one trial: seconds, many minutes for a thousand classes. */
    private static final Duration MEASURING_ATTEMPT = Duration.ofHours(2);

    /** One transaction, or a page of them when a sweep of ten thousand trials is cancelled. */
    private static final Duration REGISTRY_ATTEMPT = Duration.ofMinutes(5);

    /** The database may be away for a night's maintenance; nothing is lost meanwhile, and training goes on. */
    private static final Duration REGISTRY_OUTAGE = Duration.ofHours(12);

    /** Terabytes in thousands of shards on a slow network volume. */
    private static final Duration EVICTION_ATTEMPT = Duration.ofMinutes(30);

    /** A worker takes a short activity within milliseconds, and within seconds where the same cores train. */
    private static final Duration ATTENDANCE = Duration.ofSeconds(10);

    /** Some files of one trial. */
    private static final Duration DELETION_ATTEMPT = Duration.ofSeconds(30);

    /** A trial does not wait longer for the deletion of what it left behind; nothing depends on it. */
    private static final Duration DELETION_PATIENCE = Duration.ofMinutes(1);

    /** The work is deterministic: what fails three times on different workers fails for good. */
    private static final int CPU_ATTEMPTS = 3;

    /** A database that comes back is found soon, and one that stays away is not hammered. */
    private static final RetryOptions REGISTRY_RETRY = retry(Duration.ofMillis(500), Duration.ofSeconds(30), 0);

    /** What follows a failure is for the workflow to decide, see {@link Recovery}. */
    private static final RetryOptions ONE_TRY =
            RetryOptions.newBuilder().setMaximumAttempts(1).build();

    private static final RetryOptions CPU_RETRY =
            retry(RetryBudgets.FIRST_PAUSE, RetryBudgets.LONGEST_PAUSE, CPU_ATTEMPTS);

    private ActivityPolicies() {}

    static TrainingActivities training() {
        return Workflow.newActivityStub(TrainingActivities.class, onGpu(TRAINING_ATTEMPT));
    }

    static FeatureActivities features(Recovery recovery) {
        FeatureActivities features = Workflow.newActivityStub(FeatureActivities.class, onGpu(EXTRACTION_ATTEMPT));
        return request -> recovery.perform(RetryBudgets.full(), () -> features.extract(request));
    }

    static EvaluationActivities evaluation(Recovery recovery) {
        EvaluationActivities evaluation =
                Workflow.newActivityStub(EvaluationActivities.class, onGpu(EVALUATION_ATTEMPT));
        return (trial, head) -> recovery.perform(RetryBudgets.full(), () -> evaluation.evaluate(trial, head));
    }

    static ExportActivities exports(Recovery recovery) {
        ExportActivities exports = Workflow.newActivityStub(ExportActivities.class, onGpu(EXPORT_ATTEMPT));
        return new ExportActivities() {
            @Override
            public List<Artifact> exportStandard(ExportInput trial) {
                return recovery.perform(RetryBudgets.full(), () -> exports.exportStandard(trial));
            }

            @Override
            public List<Artifact> export(ExportInput trial, ExportPart part, List<ExportFormat> formats) {
                return recovery.perform(RetryBudgets.full(), () -> exports.export(trial, part, formats));
            }
        };
    }

    static DatasetActivities datasets(Recovery recovery) {
        DatasetActivities datasets = Workflow.newActivityStub(DatasetActivities.class, onCpu(PREPARATION_ATTEMPT));
        return (dataset, switches) ->
                recovery.perform(RetryBudgets.outageOnly(), () -> datasets.prepare(dataset, switches));
    }

    static MetricActivities metrics(Recovery recovery) {
        MetricActivities metrics = Workflow.newActivityStub(MetricActivities.class, onCpu(MEASURING_ATTEMPT));
        return (trial, evidence) -> recovery.perform(RetryBudgets.outageOnly(), () -> metrics.measure(trial, evidence));
    }

    static ReportActivities reports(Recovery recovery) {
        ReportActivities reports = Workflow.newActivityStub(ReportActivities.class, onCpu(MEASURING_ATTEMPT));
        return (trial, head, evidence, measurement) ->
                recovery.perform(RetryBudgets.outageOnly(), () -> reports.render(trial, head, evidence, measurement));
    }

    static RegistryActivities registry() {
        return Workflow.newActivityStub(
                RegistryActivities.class,
                ActivityOptions.newBuilder()
                        .setTaskQueue(TaskQueues.REGISTRY)
                        .setStartToCloseTimeout(REGISTRY_ATTEMPT)
                        .setScheduleToCloseTimeout(REGISTRY_OUTAGE)
                        .setHeartbeatTimeout(SILENCE)
                        .setRetryOptions(REGISTRY_RETRY)
                        // a write that is under way decides what is true; the workflow goes on when it is known
                        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                        .build());
    }

    static VolumeActivities volume() {
        return Workflow.newActivityStub(
                VolumeActivities.class,
                ActivityOptions.newBuilder()
                        .setTaskQueue(TaskQueues.GPU_FILES)
                        .setStartToCloseTimeout(DELETION_ATTEMPT)
                        .setScheduleToCloseTimeout(DELETION_PATIENCE)
                        .setRetryOptions(CPU_RETRY)
                        .build());
    }

    static VolumeActivities evictions() {
        return Workflow.newActivityStub(
                VolumeActivities.class,
                ActivityOptions.newBuilder()
                        .setTaskQueue(TaskQueues.GPU_FILES)
                        .setStartToCloseTimeout(EVICTION_ATTEMPT)
                        // nobody waits for it, and the registry says already that the files are gone
                        .setRetryOptions(retry(RetryBudgets.FIRST_PAUSE, RetryBudgets.LONGEST_PAUSE, 0))
                        .build());
    }

    /** For a person who waits: what nobody takes soon is not repeated, but told. */
    static CheckupActivities checkup() {
        return Workflow.newActivityStub(CheckupActivities.class, whileSomebodyWaits(TaskQueues.REGISTRY));
    }

    /** As {@link #checkup}. */
    static VolumeActivities survey() {
        return Workflow.newActivityStub(VolumeActivities.class, whileSomebodyWaits(TaskQueues.GPU_FILES));
    }

    private static ActivityOptions whileSomebodyWaits(String queue) {
        return ActivityOptions.newBuilder()
                .setTaskQueue(queue)
                .setScheduleToStartTimeout(ATTENDANCE)
                .setStartToCloseTimeout(EVICTION_ATTEMPT)
                .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
                .build();
    }

    /** The silence after which a worker counts as lost is a setting of the deployment, see {@link Workflows}. */
    private static ActivityOptions onGpu(Duration attempt) {
        return ActivityOptions.newBuilder()
                .setTaskQueue(TaskQueues.GPU)
                .setStartToCloseTimeout(attempt)
                .setRetryOptions(ONE_TRY)
                // the card is free, and the checkpoint whole, when the workflow goes on
                .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                .build();
    }

    private static ActivityOptions onCpu(Duration attempt) {
        return ActivityOptions.newBuilder()
                .setTaskQueue(TaskQueues.CPU)
                .setStartToCloseTimeout(attempt)
                .setHeartbeatTimeout(SILENCE)
                .setRetryOptions(CPU_RETRY)
                // it holds nothing that others need, and its files are content-addressed: nobody waits for it
                .setCancellationType(ActivityCancellationType.TRY_CANCEL)
                .build();
    }

    /** @param attempts 0: no limit */
    private static RetryOptions retry(Duration first, Duration longest, int attempts) {
        return RetryOptions.newBuilder()
                .setInitialInterval(first)
                .setMaximumInterval(longest)
                .setBackoffCoefficient(2)
                .setMaximumAttempts(attempts)
                // the same call would fail again, or uses up attempts that are for other failures; a database that is
                // away is another type
                .setDoNotRetry(
                        FinalFailure.TYPE,
                        RegistryException.class.getName(),
                        FullDiskException.class.getName(),
                        VolumeAwayException.class.getName())
                .build();
    }
}
