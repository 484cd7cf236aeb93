package io.protolab.cpu.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.experiment.SweepState;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScheduledSweepWorkflowTest {
    private static final String SWEEP = "nightly-20261124-020000";

    @Test
    void acceptsASweepNamedAfterItsTime_andEndsWithIt() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(2, 1, 0))) {
            assertThat(stage.fires("nightly")).isEqualTo(SweepState.COMPLETE);

            assertThat(stage.registry.log(SWEEP))
                    .startsWith("accepted", "started")
                    .endsWith("COMPLETE");
            assertThat(stage.training.trained()).hasSize(2);
        }
    }

    @Test
    void staysUntilTheSweepEnds_whereSomebodyElseStartedIt() {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(1, 1, 0))) {
            stage.training.waitsIn(0);
            var sweep = stage.start(SWEEP);
            SweepStage.until(() -> stage.training.running() == 1);

            CompletableFuture<SweepState> firing = CompletableFuture.supplyAsync(() -> stage.fires("nightly"));
            SweepStage.until(() -> stage.registry.log(SWEEP).contains("accepted"));
            assertThat(firing).isNotDone();
            stage.training.letsThrough(0);

            assertThat(stage.result(sweep)).isEqualTo(SweepState.COMPLETE);
            assertThat(firing.join()).isEqualTo(SweepState.COMPLETE);
        }
    }
}
