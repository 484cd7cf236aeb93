package io.protolab.cpu.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.workflow.SearchKeys;
import io.protolab.platform.workflow.SweepWorkflow;
import io.protolab.platform.workflow.WorkflowIds;
import io.temporal.common.SearchAttributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SearchableTest {
    private static final String SWEEP = WorkflowIds.sweep(SweepSamples.SWEEP);
    private static final String TRIAL = WorkflowIds.trial(SweepSamples.trialId(0));

    @Test
    void showsWhereASweepAndItsTrialsAre() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(1, 1, 0))) {
            stage.training.waitsIn(0);
            SweepWorkflow sweep = stage.startSearchable();
            SweepStage.until(() -> stage.training.running() == 1);
            assertThat(stage.shown(TRIAL))
                    .isEqualTo(SearchAttributes.newBuilder(SearchKeys.ofTrial(
                                    SweepSamples.SWEEP,
                                    SweepSamples.trials(SweepSamples.seeds(1, 1, 0))
                                            .get(0)))
                            .set(SearchKeys.STATE, TrialState.RUNNING.name())
                            .build());

            sweep.pause();
            SweepStage.until(() -> stage.registry.sweep() == SweepState.PAUSED && stage.training.running() == 0);
            SweepStage.until(() -> SweepState.PAUSED.name().equals(state(stage, SWEEP)));
            SweepStage.until(() -> TrialState.WAITING.name().equals(state(stage, TRIAL)));

            stage.training.letsThrough(0);
            sweep.resume();
            stage.result(sweep);
            assertThat(state(stage, SWEEP)).isEqualTo(SweepState.COMPLETE.name());
            assertThat(state(stage, TRIAL)).isEqualTo(TrialState.COMPLETE.name());
        }
    }

    @Test
    void showsTheSameSweep_afterItContinuedAsNew() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(3, 1, 0), SweepWorkflowTest.TwoStartsPerRun.class)) {
            stage.result(stage.startSearchable());

            assertThat(stage.shown(SWEEP).get(SearchKeys.SWEEP)).isEqualTo(SweepSamples.SWEEP);
            assertThat(state(stage, SWEEP)).isEqualTo(SweepState.COMPLETE.name());
            assertThat(stage.shown(WorkflowIds.trial(SweepSamples.trialId(2))).get(SearchKeys.SWEEP))
                    .isEqualTo(SweepSamples.SWEEP);
        }
    }

    @Test
    void showsNothing_onAServerThatKnowsNoAttributes() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(1, 1, 0))) {
            assertThat(stage.runToEnd()).isEqualTo(SweepState.COMPLETE);

            assertThat(stage.shown(SWEEP).size()).isZero();
            assertThat(stage.shown(TRIAL).size()).isZero();
        }
    }

    private static String state(SweepStage stage, String workflowId) {
        return String.valueOf(stage.shown(workflowId).get(SearchKeys.STATE));
    }
}
