package io.protolab.cpu.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SeedSummaryTest {
    @Test
    void summarisesSeeds() {
        SeedSummary summary = SeedSummary.of(0.5, 0.75, 1.0);

        assertThat(summary.count()).isEqualTo(3);
        assertThat(summary.mean()).isEqualTo(0.75);
        assertThat(summary.deviation()).hasValue(0.25);
        assertThat(summary.smallest()).isEqualTo(0.5);
        assertThat(summary.largest()).isEqualTo(1.0);
    }

    @Test
    void hasNoDeviation_withOneSeed() {
        assertThat(SeedSummary.of(0.9).deviation()).isEmpty();
    }

    @Test
    void refusesWhatIsNoNumber() {
        assertThatThrownBy(() -> SeedSummary.of()).hasMessageContaining("at least one value");
        assertThatThrownBy(() -> SeedSummary.of(1, Double.NaN)).hasMessageContaining("[1.0, NaN]");
    }
}
