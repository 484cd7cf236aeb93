package io.protolab.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.workflow.AttemptOutcome;
import io.protolab.standalone.chaos.TakeoverTimes.Spread;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChaosSummaryTest {
    private static final TakeoverTimes LOST = new TakeoverTimes(
            AttemptOutcome.NODE_LOST, new Spread(9, 6.4, 11.3, 12, 6), new Spread(4, 5.9, 9.1, 9.1, 3), 8);

    private static final TakeoverTimes PREEMPTED =
            new TakeoverTimes(AttemptOutcome.PREEMPTED, new Spread(2, 1, 2, 2, 2), new Spread(2, 1, 2, 2, 2), 3);

    @Test
    void saysHowManyTakeoversKeptTheirPromise() {
        assertThat(ChaosSummary.of(report(List.of(LOST, PREEMPTED))))
                .contains("9: median 6.4 s, p95 11.3 s, within the promised 8 s 6;"
                        + " with nothing else wrong 4: median 5.9 s, p95 9.1 s, 3 kept it")
                .contains("PASSED")
                .endsWith("promised takeover times kept by 5 of 6 that met one fault alone" + System.lineSeparator());
    }

    @Test
    void saysSo_whereAllKeptIt_andWhereNoneCouldBeHeldToIt() {
        assertThat(ChaosSummary.of(report(List.of(PREEMPTED)))).contains("kept by all 2 that met one fault alone");
        assertThat(ChaosSummary.of(report(List.of()))).contains("none can be held to its promise");
    }

    @Test
    void fails_withAnyFinding() {
        ChaosReport report = report(List.of(LOST)).with(List.of(new Finding(Finding.Kind.LOST, "s-1", "is FAILED")));

        assertThat(ChaosSummary.of(report)).contains("LOST s-1: is FAILED").contains("FAILED: 1 findings");
    }

    private static ChaosReport report(List<TakeoverTimes> takeovers) {
        Order order = new Order(1, Duration.ofMinutes(1), 0, new Order.Course(2, 1), Duration.ofSeconds(3), "dev");
        return new ChaosReport(order, 60, Map.of(), 1, 4, List.of(), takeovers, 4, 46, List.of());
    }
}
