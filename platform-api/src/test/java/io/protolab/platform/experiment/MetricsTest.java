package io.protolab.platform.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTest {
    @Test
    void knowsOneZero_asMlflowDoes() {
        Map<String, Double> values = Map.of(EpochMetrics.LOSS_TANH, -0.0, EpochMetrics.LOSS, -1.5);

        assertThat(new EpochMetrics(0, values, 1, Instant.EPOCH).values())
                .isEqualTo(Map.of(EpochMetrics.LOSS_TANH, 0.0, EpochMetrics.LOSS, -1.5));
        assertThat(new Metrics(values).values()).containsEntry(EpochMetrics.LOSS_TANH, 0.0);
    }
}
