package io.protolab.cpu.workflow;

import static io.protolab.cpu.workflow.SweepStage.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.workflow.AttemptFailure;
import io.protolab.platform.workflow.AttemptOutcome;
import io.protolab.platform.workflow.SweepWorkflow;
import io.temporal.client.WorkflowStub;
import org.junit.jupiter.api.Test;

class PausedPreparationTest {
    @Test
    void freesTheCards_whenPaused_andExtractsAgain_whenResumed() {
        try (SweepStage stage = new SweepStage(SweepSamples.eightTrials())) {
            stage.stages.extractsSlowly();
            SweepWorkflow sweep = stage.start();
            until(() -> stage.stages.extracting() > 0);
            sweep.pause();
            until(() -> stage.stages.extracting() == 0 && stage.registry.sweep() == SweepState.PAUSED);

            assertThat(sweep.progress().state()).isEqualTo(SweepState.PAUSED);
            assertThat(stage.stages.computed()).isEmpty();

            stage.stages.letsThrough();
            sweep.resume();

            assertThat(stage.result(sweep)).isEqualTo(SweepState.COMPLETE);
            assertThat(stage.stages.computed()).hasSize(4).doesNotHaveDuplicates();
            assertThat(stage.registry.log(SweepSamples.SWEEP))
                    .as("a pause is no failure")
                    .noneMatch(entry -> entry.contains("failed"));
        }
    }

    @Test
    void pausesTwice_withViewsUnderWay() {
        try (SweepStage stage = new SweepStage(SweepSamples.views())) {
            stage.stages.extractsSlowly();
            SweepWorkflow sweep = stage.start();
            for (int pause = 0; pause < 2; pause++) {
                until(() -> stage.stages.extracting() > 0);
                sweep.pause();
                until(() -> stage.stages.extracting() == 0);
                sweep.resume();
            }
            stage.stages.letsThrough();

            assertThat(stage.result(sweep)).isEqualTo(SweepState.COMPLETE);
        }
    }

    @Test
    void endsAsCancelled_whenItIsCancelledWhilePaused() {
        try (SweepStage stage = new SweepStage(SweepSamples.eightTrials())) {
            stage.stages.extractsSlowly();
            SweepWorkflow sweep = stage.start();
            until(() -> stage.stages.extracting() > 0);
            sweep.pause();
            until(() -> stage.stages.extracting() == 0);

            WorkflowStub.fromTyped(sweep).cancel();

            assertThatThrownBy(() -> stage.result(sweep)).hasMessageContaining("cancelled");
            assertThat(stage.registry.sweep()).isEqualTo(SweepState.CANCELLED);
        }
    }

    @Test
    void waitsNoLongerForADisk_whilePaused() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(1, 1, 0))) {
            stage.stages.breaksWith(AttemptFailure.of(AttemptOutcome.PLATFORM, "the disk is away", null));
            SweepWorkflow sweep = stage.start();
            until(() -> sweep.progress().stage().contains("the disk is away"));
            sweep.pause();
            until(() -> !sweep.progress().stage().contains("the disk is away"));

            sweep.resume();

            assertThat(stage.result(sweep)).isEqualTo(SweepState.COMPLETE);
        }
    }
}
