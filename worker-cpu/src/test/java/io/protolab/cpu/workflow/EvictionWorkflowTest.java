package io.protolab.cpu.workflow;

import static io.protolab.cpu.workflow.SweepStage.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.experiment.SweepSpec;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.workflow.SweepWorkflow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EvictionWorkflowTest {
    private static final SweepSpec SPEC = SweepSamples.seeds(1, 1, 0);
    private static final String KEY = FakeStages.key("small", "tiny");

    @Test
    void letsTheNextSweepBuildTheSetAgain() {
        FakeStages stages = new FakeStages();
        try (SweepStage first = new SweepStage(SPEC, SweepWorkflowImpl.class, stages)) {
            first.runToEnd();

            assertThat(first.evict(KEY)).isTrue();
        }
        try (SweepStage second = new SweepStage(SPEC, SweepWorkflowImpl.class, stages)) {
            assertThat(second.runToEnd()).isEqualTo(SweepState.COMPLETE);
        }
        try (SweepStage third = new SweepStage(SPEC, SweepWorkflowImpl.class, stages)) {
            assertThat(third.runToEnd()).isEqualTo(SweepState.COMPLETE);
        }

        assertThat(stages.computed()).containsExactly(KEY, KEY);
    }

    @Test
    void leavesASetThatAnOpenSweepUses() {
        try (SweepStage stage = new SweepStage(SPEC)) {
            stage.training.waitsIn(0);
            SweepWorkflow sweep = stage.start();
            until(() -> stage.training.running() == 1);

            assertThat(stage.evict(KEY)).isFalse();

            assertThat(stage.stages.onDisk()).containsExactly(KEY);
            stage.training.letsThrough(0);
            assertThat(stage.result(sweep)).isEqualTo(SweepState.COMPLETE);
        }
    }
}
