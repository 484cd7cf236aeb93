package io.protolab.cpu.workflow;

import static io.protolab.cpu.workflow.SweepStage.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.workflow.AttemptFailure;
import io.protolab.platform.workflow.AttemptOutcome;
import io.protolab.platform.workflow.AttemptStart;
import io.protolab.platform.workflow.EpochReport;
import io.protolab.platform.workflow.SweepWorkflow;
import io.protolab.platform.workflow.TrainingOrder;
import io.protolab.platform.workflow.TrialInput;
import io.protolab.platform.workflow.TrialWorkflow;
import io.temporal.failure.ApplicationFailure;
import io.temporal.worker.NonDeterministicException;
import io.temporal.workflow.WorkflowInit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What follows a failure, seen from the registry; {@link FailureTableTest} and {@link TrainingCourseTest} have every case. */
@Timeout(60)
class RecoveryTest {
    private static final String TRIAL = SweepSamples.trialId(0);

    @Test
    void goesOnAtOnce_andForNothing_whenItsWorkerLeaves() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(1, 1, 0))) {
            stage.training.breaksWith(0, failure(AttemptOutcome.PREEMPTED), failure(AttemptOutcome.PREEMPTED));

            assertThat(stage.runToEnd()).isEqualTo(SweepState.COMPLETE);
            assertThat(attemptsOf(stage))
                    .containsExactly(
                            "attempt 1 ended at step 1 as PREEMPTED: train: it is PREEMPTED; another worker goes on, and it"
                                    + " costs nothing",
                            "attempt 2 ended at step 2 as PREEMPTED: train: it is PREEMPTED; another worker goes on, and it"
                                    + " costs nothing",
                            "attempt 3 ended at step 3 as DONE");
        }
    }

    @Test
    void computesFewerImagesAtOnce_andSaysSo_whenTheDeviceIsTooSmall() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(1, 1, 0))) {
            stage.training.breaksWith(0, failure(AttemptOutcome.DEVICE_MEMORY), failure(AttemptOutcome.DEVICE_MEMORY));

            assertThat(stage.runToEnd()).isEqualTo(SweepState.COMPLETE);
            assertThat(stage.training.orders())
                    .extracting(TrainingOrder::attempt, TrainingOrder::microBatch)
                    .containsExactly(tuple(1, null), tuple(2, 128), tuple(3, 64));
            assertThat(stage.registry.log(TRIAL))
                    .contains(
                            "attempt 2 opened with micro-batch 128",
                            "micro-batch: the device ran out of memory: micro-batch 256 -> 128, the batch stays 256");
        }
    }

    @Test
    void isAResult_andNoFailure_whenTheLossIsNoNumber() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(2, 1, 0))) {
            stage.training.breaksWith(0, failure(AttemptOutcome.DIVERGED));

            assertThat(stage.runToEnd()).isEqualTo(SweepState.COMPLETE);
            assertThat(stage.registry.trials()).containsExactly(TrialState.STOPPED_EARLY, TrialState.COMPLETE);
            assertThat(stage.registry.reason(TRIAL)).isEqualTo("train: it is DIVERGED");
            assertThat(stage.training.attempts(0)).isEqualTo(1);
        }
    }

    @Test
    void goesOnElsewhere_whenAWorkerFallsSilent_andListensToItNoMore() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(1, 1, 0))) {
            stage.training.fallsSilentOnce(0);
            SweepWorkflow sweep = stage.start();
            until(() -> stage.training.attempts(0) == 2);
            TrialWorkflow trial = stage.trial(0);
            trial.attemptStarted(
                    new AttemptStart(1, "zombie/1", "zombie", "cpu", 1, 0, 0, 0, List.of(), List.of(), Instant.EPOCH));
            trial.epochsFinished(new EpochReport(
                    1, 99, List.of(new EpochMetrics(99, Map.of(EpochMetrics.LOSS, 0.0), 1, Instant.EPOCH))));
            stage.training.letsThrough(0);

            assertThat(stage.result(sweep)).isEqualTo(SweepState.COMPLETE);
            assertThat(stage.registry.log(TRIAL))
                    .doesNotContain("epoch 99")
                    .containsOnlyOnce("attempt 1")
                    .containsSubsequence(
                            "attempt 1 ended at step 1 as NODE_LOST, last seen 1970-01-01T00:00:00Z: train: the worker fell"
                                    + " silent; if it was not stopped, look into its log; failure 1 of 5 that are"
                                    + " tolerated",
                            "attempt 2 opened",
                            "attempt 2");
        }
    }

    @Test
    void triesOtherStagesAgain_andLeavesAnEvent() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(1, 1, 0))) {
            stage.stages.breaksWith(failure(AttemptOutcome.PREEMPTED), failure(AttemptOutcome.DEVICE_FAULT));
            SweepWorkflow sweep = stage.start();
            until(() -> stage.registry.trial(0) == TrialState.COMPLETE);
            stage.result(sweep);

            assertThat(stage.registry.log(SweepSamples.SWEEP))
                    .contains(
                            "recovery: try 1 failed, PREEMPTED, extract: it is PREEMPTED; another worker goes on, and it"
                                    + " costs nothing",
                            "recovery: try 2 failed, DEVICE_FAULT, extract: it is DEVICE_FAULT; failure 1 of 3 that are"
                                    + " tolerated");
        }
    }

    @Test
    void failsTheTrial_whenAStageFailsForGood() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(1, 1, 1))) {
            stage.training.waitsIn(0);
            SweepWorkflow sweep = stage.start();
            until(() -> stage.training.running() == 1);
            stage.stages.breaksWith(failure(AttemptOutcome.BAD_INPUT));
            stage.training.letsThrough(0);

            assertThat(stage.result(sweep)).isEqualTo(SweepState.COMPLETE);
            assertThat(stage.registry.trial(0)).isEqualTo(TrialState.FAILED);
            assertThat(stage.registry.reason(TRIAL)).isEqualTo("evaluate: it is BAD_INPUT");
            assertThat(attemptsOf(stage)).containsExactly("attempt 1 ended at step 3 as DONE");
        }
    }

    @Test
    void isStartedAgain_whenAnotherVersionBeganIt() {
        try (SweepStage stage = new SweepStage(
                SweepSamples.seeds(1, 1, 0), SweepWorkflowImpl.class, BegunElsewhere.class, new FakeStages())) {
            assertThat(stage.runToEnd()).isEqualTo(SweepState.COMPLETE);
            assertThat(stage.registry.trial(0)).isEqualTo(TrialState.COMPLETE);
        }
    }

    @Test
    void keepsNumbersAndBudgets_whenItContinuesAsNew() {
        try (SweepStage stage = new SweepStage(
                SweepSamples.seeds(1, 1, 0), SweepWorkflowImpl.class, OneTryPerRun.class, new FakeStages())) {
            stage.training.breaksWith(0, failure(AttemptOutcome.DEVICE_MEMORY), failure(AttemptOutcome.PREEMPTED));

            assertThat(stage.runToEnd()).isEqualTo(SweepState.COMPLETE);
            assertThat(stage.training.orders())
                    .extracting(TrainingOrder::attempt, TrainingOrder::microBatch)
                    .containsExactly(tuple(1, null), tuple(2, 128), tuple(3, 128));
            assertThat(stage.registry.log(TRIAL)).containsOnlyOnce("epoch 0", "epoch 1", "epoch 2");
        }
    }

    /** Continues as new before every try but the first. */
    public static final class OneTryPerRun extends TrialWorkflowImpl {
        @WorkflowInit
        public OneTryPerRun(TrialInput trial) {
            super(trial, 1);
        }
    }

    @Test
    void isHandedBackAtOnce_whileItRestsBetweenTwoTries() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(1, 1, 0))) {
            stage.training.breaksWith(0, failure(AttemptOutcome.PLATFORM));
            SweepWorkflow sweep = stage.start();
            until(() -> stage.registry.reason(TRIAL).equals("train: it is PLATFORM"));
            sweep.pause();
            until(() -> stage.registry.sweep() == SweepState.PAUSED
                    && sweep.progress().running().isEmpty());

            assertThat(stage.training.attempts(0)).isEqualTo(1);
            sweep.resume();
            assertThat(stage.result(sweep)).isEqualTo(SweepState.COMPLETE);
            assertThat(stage.training.attempts(0)).isEqualTo(2);
        }
    }

    /** Fails once as the SDK has a workflow fail whose history it does not understand. */
    public static final class BegunElsewhere implements TrialWorkflow {
        private static final AtomicBoolean BEGUN = new AtomicBoolean();

        @Override
        public TrialState run(TrialInput input) {
            if (BEGUN.compareAndSet(false, true)) {
                throw ApplicationFailure.newFailure("another order", NonDeterministicException.class.getName());
            }
            return ActivityPolicies.registry().trialEnded(input.trialId(), TrialState.COMPLETE, "");
        }

        @Override
        public void attemptStarted(AttemptStart attempt) {}

        @Override
        public void epochsFinished(EpochReport report) {}

        @Override
        public void handBack() {}
    }

    private static List<String> attemptsOf(SweepStage stage) {
        return stage.registry.log(TRIAL).stream()
                .filter(line -> line.contains(" ended at "))
                .toList();
    }

    private static ApplicationFailure failure(AttemptOutcome outcome) {
        return AttemptFailure.of(outcome, "it is " + outcome, null);
    }
}
