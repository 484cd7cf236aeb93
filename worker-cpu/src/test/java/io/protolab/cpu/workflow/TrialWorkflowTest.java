package io.protolab.cpu.workflow;

import static io.protolab.cpu.workflow.SweepStage.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.workflow.SweepWorkflow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TrialWorkflowTest {
    @Test
    void recordsWhatTheTrainingReports_inOrder_beforeItCompletes() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(1, 1, 0))) {
            stage.runToEnd();

            assertThat(stage.registry.log(SweepSamples.trialId(0)))
                    .containsExactly(
                            "started",
                            "attempt 1 opened",
                            "attempt 1",
                            "epoch 0",
                            "epoch 1",
                            "epoch 2",
                            "attempt 1 ended at step 3 as DONE",
                            "COMPLETE");
            assertThat(stage.stages.calls().stream().filter(call -> call.endsWith(SweepSamples.trialId(0))))
                    .containsExactly(
                            "evaluate " + SweepSamples.trialId(0),
                            "export " + SweepSamples.trialId(0),
                            "measure " + SweepSamples.trialId(0),
                            "render " + SweepSamples.trialId(0),
                            "delete checkpoints of " + SweepSamples.trialId(0));
        }
    }

    @Test
    void resumesFromTheLastEpoch_whenAnAttemptBreaks() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(1, 1, 0))) {
            stage.training.failsOnce(0);

            assertThat(stage.runToEnd()).isEqualTo(SweepState.COMPLETE);
            assertThat(stage.registry.log(SweepSamples.trialId(0)))
                    .containsExactly(
                            "started",
                            "attempt 1 opened",
                            "attempt 1",
                            "epoch 0",
                            "attempt 1 ended at step 1 as UNEXPECTED: train: the card fell off the bus; failure 1 of 3"
                                    + " that are tolerated",
                            "attempt 2 opened",
                            "attempt 2",
                            "epoch 1",
                            "epoch 2",
                            "attempt 2 ended at step 3 as DONE",
                            "COMPLETE");
        }
    }

    @Test
    void outlastsAFullDisk() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(2, 2, 0))) {
            stage.training.findsTheDiskFullOnce(0);
            stage.stages.fillsTheDisk(1);
            SweepWorkflow sweep = stage.start();
            until(() -> stage.stages.calls().contains("measure " + SweepSamples.trialId(1)));
            stage.stages.makesRoom();

            assertThat(stage.result(sweep)).isEqualTo(SweepState.COMPLETE);
            assertThat(stage.registry.log(SweepSamples.trialId(0)))
                    .containsSubsequence(
                            "epoch 0",
                            "attempt 1 ended at step 1 as PLATFORM: train: the disk is full; waited for, up to 12"
                                    + " hours",
                            "WAITING",
                            "started",
                            "attempt 2 opened",
                            "epoch 1",
                            "COMPLETE");
            assertThat(stage.registry.log(SweepSamples.trialId(1)))
                    .containsSubsequence("attempt 1 ended at step 3 as DONE", "WAITING", "started", "COMPLETE");
            assertThat(stage.training.attempts(0)).isEqualTo(2);
            assertThat(stage.training.attempts(1)).isEqualTo(1);
        }
    }

    @Test
    void canBeCancelled_whileItWaitsForRoomOnTheDisk() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(1, 1, 0))) {
            stage.stages.fillsTheDisk(0);
            SweepWorkflow sweep = stage.start();
            until(() -> stage.registry.trial(0) == TrialState.WAITING
                    && stage.registry.reason(SweepSamples.trialId(0)).startsWith("measure: cannot store artifact"));
            stage.cancelsTrial(0);

            assertThat(stage.result(sweep)).isEqualTo(SweepState.COMPLETE);
            assertThat(stage.registry.trials()).containsExactly(TrialState.CANCELLED);
        }
    }

    @Test
    void endsAsFailedWithTheReason_andIsNotRetried_whenTheFailureIsFinal() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(1, 1, 1))) {
            stage.training.fails(0);

            stage.runToEnd();

            assertThat(stage.registry.trial(0)).isEqualTo(TrialState.FAILED);
            assertThat(stage.registry.reason(SweepSamples.trialId(0)))
                    .isEqualTo("train: 2 classes, the plan has 3; submit the sweep again");
            assertThat(stage.training.attempts(0)).isEqualTo(1);
            assertThat(stage.stages.calls()).noneMatch(call -> call.startsWith("delete"));
        }
    }

    @Test
    void completesAlthoughItsCheckpointsCannotBeDeleted() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(1, 1, 0))) {
            stage.stages.becomesReadOnly();

            assertThat(stage.runToEnd()).isEqualTo(SweepState.COMPLETE);
            assertThat(stage.registry.trial(0)).isEqualTo(TrialState.COMPLETE);
        }
    }

    @Test
    void completesWithoutExportedFiles_andSaysWhy_whenItCannotBeExported() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(1, 1, 0))) {
            stage.stages.cannotExport(SweepSamples.trialId(0));

            assertThat(stage.runToEnd()).isEqualTo(SweepState.COMPLETE);
            assertThat(stage.registry.log(SweepSamples.trialId(0)))
                    .endsWith(
                            "not exported: exportstandard: backbone vit: the weights changed; put them back",
                            "COMPLETE");
        }
    }

    @Test
    void endsAsCancelled_whenItsOwnWorkflowIsCancelled_andTheSweepGoesOn() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(2, 1, 0))) {
            stage.training.waitsIn(0);
            SweepWorkflow sweep = stage.start();
            until(() -> stage.training.running() == 1);
            stage.cancelsTrial(0);

            assertThat(stage.result(sweep)).isEqualTo(SweepState.COMPLETE);
            assertThat(stage.registry.trials()).containsExactly(TrialState.CANCELLED, TrialState.COMPLETE);
        }
    }

    @Test
    void recordsWhileTheRegistryIsAway_onceItIsBack_withoutHoldingUpTheTraining() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(1, 1, 0))) {
            stage.registry.isAwayFor(2);
            stage.training.waitsIn(0);
            SweepWorkflow sweep = stage.start();
            until(() -> stage.training.running() == 1);
            stage.training.letsThrough(0);

            assertThat(stage.result(sweep)).isEqualTo(SweepState.COMPLETE);
            assertThat(stage.registry.log(SweepSamples.trialId(0)))
                    .containsSubsequence("epoch 0", "epoch 1", "epoch 2", "COMPLETE");
        }
    }
}
