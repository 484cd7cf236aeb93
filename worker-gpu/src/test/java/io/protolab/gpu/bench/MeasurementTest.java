package io.protolab.gpu.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeasurementTest {
    private static final Measurement LIMIT = Measurement.of("limit", 0.5, 100, "GFLOP/s");

    @Test
    void tellsTheShareOfItsLimit() {
        Measurement fast = Measurement.of("fast", 0.02, 3.6, "GFLOP/s").against(LIMIT, 0.85);
        Measurement slow = Measurement.of("slow", 2, 280, "GFLOP/s").against(LIMIT, 0.75);

        assertThat(fast.limit()).isEqualTo(new Measurement.Limit("limit", 0.9, 0.85));
        assertThat(slow.limit()).isEqualTo(new Measurement.Limit("limit", 0.7, 0.75));
        assertThat(fast.limit()).matches(Measurement.Limit::reached);
        assertThat(slow.limit()).matches(limit -> !limit.reached());
    }
}
