package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.gpu.bench.BenchReport;
import io.protolab.gpu.bench.Measurement;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchSummaryTest {
    private static final Measurement LIMIT = new Measurement("limit", 0.5, 200, "GFLOP/s", null);

    @Test
    void showsTheShareOfTheLimitBesideItsGoal() {
        Measurement fast = beside("fast", 0.02, 180, 0.9, 0.85);
        Measurement slow = beside("slow", 2, 140, 0.7, 0.75);

        String table = BenchSummary.of(new BenchReport("cpu", 2, "2.7.1", List.of(LIMIT, fast, slow)));

        assertThat(table.lines())
                .containsExactly(
                        "measurement  fastest   rate         share of limit  goal",
                        "limit        0.500 s   200 GFLOP/s",
                        "fast         20.00 ms  180 GFLOP/s  0.90 of limit   0.85 reached",
                        "slow         2.000 s   140 GFLOP/s  0.70 of limit   0.75 missed",
                        "on cpu with 2 threads, PyTorch 2.7.1");
    }

    private static Measurement beside(String name, double seconds, double rate, double share, double goal) {
        return new Measurement(name, seconds, rate, "GFLOP/s", new Measurement.Limit(LIMIT.name(), share, goal));
    }
}
