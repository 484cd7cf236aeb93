package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.standalone.chaos.ChaosReport;
import io.protolab.standalone.chaos.ChaosSummary;
import io.protolab.standalone.chaos.FaultKind;
import io.protolab.standalone.chaos.Order;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A short run of {@code protolab chaos}. A long one is for people to start. */
class ChaosTest {
    private static final Order SHORT = new Order(
            1, Duration.ofSeconds(60), 20, new Order.Course(40, 1), Duration.ofSeconds(3), TemporalKind.DEV.word());

    @Test
    void losesDoublesAndChangesNothing_underTwentyFaults() throws IOException, InterruptedException {
        Path home = SharedMlflow.home();
        ChaosPlace place = new ChaosPlace(home, TestDirectories.fresh("chaos"));
        ChaosReport report;
        try (ChaosStage stage = ChaosStage.open(place, line -> {})) {
            report = stage.run(SHORT, TemporalKind.DEV, false);
        }

        assertThat(report.findings())
                .as("%s%nlogs in %s%n%s", ChaosSummary.of(report), place.logs(), report.faults())
                .isEmpty();
        assertThat(report.hits()).isGreaterThanOrEqualTo(20);
        for (FaultKind kind : FaultKind.values()) {
            assertThat(report.hits(kind) > 0 || report.impossible().containsKey(kind))
                    .as("%s hit, or is said to be impossible", kind)
                    .isTrue();
        }
        assertThat(new MarkedProcesses(place.root()).all()).isEmpty();
    }
}
