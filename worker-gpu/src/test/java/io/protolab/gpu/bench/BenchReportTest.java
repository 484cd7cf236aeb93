package io.protolab.gpu.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BenchReportTest {
    private static final Measurement LIMIT = Measurement.of("limit", 0.5, 100, "GFLOP/s");

    @Test
    void showsTheShareOfTheLimitBesideItsGoal() {
        Measurement fast = Measurement.of("fast", 0.02, 3.6, "GFLOP/s").against(LIMIT, 0.85);
        Measurement slow = Measurement.of("slow", 2, 280, "GFLOP/s").against(LIMIT, 0.75);

        String table = new BenchReport("cpu", 2, "2.7.1", List.of(LIMIT, fast, slow)).table();

        assertThat(table.lines())
                .containsExactly(
                        "measurement  fastest   rate         share of limit  goal",
                        "limit        0.500 s   200 GFLOP/s",
                        "fast         20.00 ms  180 GFLOP/s  0.90 of limit   0.85 reached",
                        "slow         2.000 s   140 GFLOP/s  0.70 of limit   0.75 missed",
                        "on cpu with 2 threads, PyTorch 2.7.1");
    }
}
