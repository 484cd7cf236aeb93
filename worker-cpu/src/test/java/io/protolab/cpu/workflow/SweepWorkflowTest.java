package io.protolab.cpu.workflow;

import static io.protolab.cpu.workflow.SweepStage.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.platform.experiment.SweepProgress;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.workflow.SweepInput;
import io.protolab.platform.workflow.SweepWorkflow;
import io.protolab.platform.workflow.WorkflowIds;
import io.temporal.client.WorkflowStub;
import io.temporal.workflow.WorkflowInit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SweepWorkflowTest {
    @Test
    void runsEveryTrialOnce_inAWindow() {
        try (SweepStage stage = new SweepStage(SweepSamples.eightTrials())) {
            SweepState end = stage.runToEnd();

            assertThat(end).isEqualTo(SweepState.COMPLETE);
            assertThat(stage.registry.sweep()).isEqualTo(SweepState.COMPLETE);
            assertThat(stage.registry.trials()).hasSize(8).containsOnly(TrialState.COMPLETE);
            assertThat(stage.training.trained()).hasSize(8).doesNotHaveDuplicates();
            assertThat(stage.training.mostRunning()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void preparesEachDatasetAndEachPairOnce() {
        try (SweepStage stage = new SweepStage(SweepSamples.eightTrials())) {
            stage.runToEnd();

            assertThat(stage.stages.calls().stream().filter(call -> call.matches("(prepare|extract).*")))
                    .containsExactlyInAnyOrder(
                            "prepare small",
                            "prepare large",
                            "extract small/tiny",
                            "extract small/noise",
                            "extract large/tiny",
                            "extract large/noise");
        }
    }

    @Test
    void extractsEachViewOnce_howeverManyTrialsShareIt() {
        try (SweepStage stage = new SweepStage(SweepSamples.views())) {
            assertThat(stage.runToEnd()).isEqualTo(SweepState.COMPLETE);

            assertThat(stage.training.trained()).hasSize(8);
            assertThat(stage.stages.calls().stream().filter(call -> call.startsWith("extract")))
                    .hasSize(2 * (1 + 23))
                    .doesNotHaveDuplicates()
                    .contains("extract small/tiny", "extract small/tiny view 0", "extract small/noise view 22");
        }
    }

    @Test
    void startsNothingMore_whenTheFailureBudgetIsSpent() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(6, 2, 1))) {
            stage.training.waitsIn(0);
            stage.training.fails(1);
            stage.training.fails(2);
            SweepWorkflow sweep = stage.start();
            until(() -> stage.registry.trial(2) == TrialState.FAILED);
            stage.training.letsThrough(0);

            assertThat(stage.result(sweep)).isEqualTo(SweepState.FAILED);
            assertThat(stage.registry.trial(0)).as("was running and ended").isEqualTo(TrialState.COMPLETE);
            assertThat(stage.training.trained()).containsExactly(SweepSamples.trialId(0));
            assertThat(stage.registry.reason(SweepSamples.SWEEP)).contains("2 trials failed", "tolerates 1");
        }
    }

    @Test
    void toleratesAsManyFailedTrialsAsTheBudgetSays() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(3, 1, 1))) {
            stage.training.fails(0);

            assertThat(stage.runToEnd()).isEqualTo(SweepState.COMPLETE);
            assertThat(stage.registry.trials())
                    .containsExactly(TrialState.FAILED, TrialState.COMPLETE, TrialState.COMPLETE);
        }
    }

    @Test
    void failsAtTheFirstFailedTrial_withoutABudget() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(3, 1, 0))) {
            stage.training.fails(0);

            assertThat(stage.runToEnd()).isEqualTo(SweepState.FAILED);
            assertThat(stage.training.trained()).isEmpty();
        }
    }

    @Test
    void failsWithTheReason_whenADatasetCannotBePrepared() {
        try (SweepStage stage = new SweepStage(SweepSamples.eightTrials())) {
            stage.stages.breaksDataset("large");

            assertThat(stage.runToEnd()).isEqualTo(SweepState.FAILED);
            assertThat(stage.registry.reason(SweepSamples.SWEEP))
                    .isEqualTo("prepare: dataset large: no images; give another path");
            assertThat(stage.training.trained()).isEmpty();
        }
    }

    @Test
    void handsTrialsBackWithTheirCheckpoints_whenPaused_andRunsThemAgain_whenResumed() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(3, 2, 0))) {
            stage.training.waitsIn(0, 1);
            SweepWorkflow sweep = stage.start();
            until(() -> stage.training.running() == 2);
            sweep.pause();
            until(() -> stage.registry.trial(0) == TrialState.WAITING && stage.registry.trial(1) == TrialState.WAITING);

            assertThat(stage.training.running()).isZero();
            assertThat(stage.registry.sweep()).isEqualTo(SweepState.PAUSED);
            assertThat(sweep.progress().state()).isEqualTo(SweepState.PAUSED);

            stage.training.letsThrough(0, 1);
            sweep.resume();

            assertThat(stage.result(sweep)).isEqualTo(SweepState.COMPLETE);
            assertThat(stage.registry.trials()).containsOnly(TrialState.COMPLETE);
            assertThat(stage.registry.log(SweepSamples.trialId(0)))
                    .containsExactly(
                            "started",
                            "attempt 1 opened",
                            "attempt 1",
                            "epoch 0",
                            "attempt 1 ended at step 1 as HANDED_BACK",
                            "WAITING",
                            "started",
                            "attempt 2 opened",
                            "attempt 2",
                            "epoch 1",
                            "epoch 2",
                            "attempt 2 ended at step 3 as DONE",
                            "COMPLETE");
        }
    }

    @Test
    void stopsTrialsBeforeItEnds_whenCancelled() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(4, 2, 0))) {
            stage.training.waitsIn(0, 1);
            SweepWorkflow sweep = stage.start();
            until(() -> stage.training.running() == 2);
            WorkflowStub.fromTyped(sweep).cancel();

            assertThatThrownBy(() -> stage.result(sweep)).hasMessageContaining("cancelled");
            assertThat(stage.training.running()).isZero();
            assertThat(stage.registry.sweep()).isEqualTo(SweepState.CANCELLED);
            assertThat(stage.registry.trials()).containsOnly(TrialState.CANCELLED);
            assertThat(stage.registry.log(SweepSamples.trialId(0)))
                    .endsWith("attempt 1 ended at step 1 as HANDED_BACK", "WAITING", "CANCELLED");
        }
    }

    @Test
    void goesOnWithoutRepeatingFinishedTrials_whenTemporalIsLost() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(4, 1, 0))) {
            stage.training.waitsIn(2);
            stage.start();
            until(() -> stage.training.running() == 1 && stage.registry.trial(1) == TrialState.COMPLETE);
            stage.losesTemporal();
            stage.training.letsThrough(2);

            assertThat(stage.runToEnd()).isEqualTo(SweepState.COMPLETE);
            assertThat(stage.training.trained())
                    .containsExactly(IntStream.range(0, 4)
                            .mapToObj(SweepSamples::trialId)
                            .toArray(String[]::new));
        }
    }

    @Test
    void staysPaused_whenTemporalIsLost() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(2, 1, 0))) {
            stage.training.waitsIn(0);
            SweepWorkflow sweep = stage.start();
            until(() -> stage.training.running() == 1);
            sweep.pause();
            until(() -> stage.registry.trial(0) == TrialState.WAITING);
            stage.losesTemporal();
            stage.training.letsThrough(0);
            SweepWorkflow again = stage.start();
            until(() -> again.progress().state() == SweepState.PAUSED);
            again.resume();

            assertThat(stage.result(again)).isEqualTo(SweepState.COMPLETE);
            assertThat(stage.training.attempts(0)).isEqualTo(2);
        }
    }

    @Test
    void keepsLongTrialsThroughContinueAsNew() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(9, 2, 0), TwoStartsPerRun.class)) {
            stage.training.waitsIn(0);
            SweepWorkflow sweep = stage.start();
            until(() -> stage.registry.trial(8) == TrialState.COMPLETE);
            stage.training.letsThrough(0);

            assertThat(stage.result(sweep)).isEqualTo(SweepState.COMPLETE);
            assertThat(stage.training.trained()).hasSize(9).doesNotHaveDuplicates();
            assertThat(stage.training.attempts(0)).isEqualTo(1);
            assertThat(stage.stages.calls().stream().filter(call -> call.startsWith("extract")))
                    .as("prepared before it continued as new")
                    .hasSize(1);
        }
    }

    @Test
    void cancelsTrialsThatAnEarlierRunStarted() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(6, 2, 0), TwoStartsPerRun.class)) {
            stage.training.waitsIn(0, 5);
            SweepWorkflow sweep = stage.start();
            until(() -> stage.training.running() == 2 && stage.training.attempts(5) == 1);
            WorkflowStub.fromTyped(sweep).cancel();

            assertThatThrownBy(() -> stage.result(sweep)).hasMessageContaining("cancelled");
            assertThat(stage.training.running()).isZero();
            assertThat(stage.registry.trial(0)).isEqualTo(TrialState.CANCELLED);
            assertThat(stage.registry.trial(5)).isEqualTo(TrialState.CANCELLED);
        }
    }

    @Test
    void runsAJoinedTrialAgain_whenItWasTerminatedByHand() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(5, 2, 0), TwoStartsPerRun.class)) {
            stage.training.waitsIn(0);
            SweepWorkflow sweep = stage.start();
            until(() -> stage.registry.trial(4) == TrialState.COMPLETE);
            stage.terminates(WorkflowIds.trial(SweepSamples.trialId(0)));
            stage.training.letsThrough(0);

            assertThat(stage.result(sweep)).isEqualTo(SweepState.COMPLETE);
            assertThat(stage.registry.trial(0)).isEqualTo(TrialState.COMPLETE);
            assertThat(stage.training.attempts(0)).isEqualTo(2);
        }
    }

    @Test
    void isCancelled_althoughAJoinedTrialIsGone() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(5, 2, 0), TwoStartsPerRun.class)) {
            stage.training.waitsIn(0, 4);
            SweepWorkflow sweep = stage.start();
            until(() -> stage.training.attempts(4) == 1);
            stage.terminates(WorkflowIds.trial(SweepSamples.trialId(0)));
            WorkflowStub.fromTyped(sweep).cancel();

            assertThatThrownBy(() -> stage.result(sweep)).hasMessageContaining("cancelled");
            assertThat(stage.registry.trial(0)).isEqualTo(TrialState.CANCELLED);
        }
    }

    @Test
    void letsATrialEnd_whenItWasTerminatedItself() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(1, 1, 0))) {
            stage.training.waitsIn(0);
            stage.start();
            until(() -> stage.training.running() == 1);
            stage.terminates(WorkflowIds.sweep(SweepSamples.SWEEP));
            stage.training.letsThrough(0);

            assertThat(stage.resultOfTrial(0)).isEqualTo(TrialState.COMPLETE);
        }
    }

    @Test
    void countsATrialWhoseWorkflowBrokeAsFailed() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(2, 1, 1))) {
            stage.registry.refusesOnce(0);

            assertThat(stage.runToEnd()).isEqualTo(SweepState.COMPLETE);
            assertThat(stage.registry.trials()).containsExactly(TrialState.FAILED, TrialState.COMPLETE);
            assertThat(stage.registry.reason(SweepSamples.trialId(0))).contains("refused");
        }
    }

    @Test
    void tellsItsProgress() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(4, 2, 1))) {
            stage.training.fails(0);
            stage.training.waitsIn(2, 3);
            SweepWorkflow sweep = stage.start();
            List<String> waiting = List.of(SweepSamples.trialId(2), SweepSamples.trialId(3));
            until(() -> sweep.progress().running().equals(waiting));
            SweepProgress progress = sweep.progress();
            stage.training.letsThrough(2, 3);

            assertThat(progress).isEqualTo(new SweepProgress(SweepState.RUNNING, "running trials", 4, 1, 1, waiting));
            assertThat(stage.result(sweep)).isEqualTo(SweepState.COMPLETE);
        }
    }

    /** Continues as new after every second trial. */
    public static final class TwoStartsPerRun extends SweepWorkflowImpl {
        @WorkflowInit
        public TwoStartsPerRun(SweepInput sweep) {
            super(sweep, 2);
        }
    }
}
