package io.protolab.cpu.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TicksTest {
    @Test
    void standAtRoundNumbers() {
        assertThat(labels(Ticks.linear(0, 1, 6))).containsExactly("0", "0.2", "0.4", "0.6", "0.8", "1.0");
        assertThat(labels(Ticks.linear(0, 0.0032, 6))).containsExactly("0", "0.001", "0.002", "0.003");
        assertThat(labels(Ticks.linear(0, 2600, 6))).containsExactly("0", "1,000", "2,000");
        assertThat(labels(Ticks.linear(-0.5, 0.5, 5))).containsExactly("−0.5", "0", "0.5");
    }

    @Test
    void standAtPowersOfTen_onALogarithmicAxis() {
        assertThat(labels(Ticks.logarithmic(1e-5, 20, 7)))
                .containsExactly("1e−5", "1e−4", "0.001", "0.01", "0.1", "1", "10");
        assertThat(labels(Ticks.logarithmic(1e-9, 10, 4))).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void countWholeEpochs() {
        assertThat(labels(Ticks.whole(0, 29, 9))).containsExactly("0", "5", "10", "15", "20", "25");
        assertThat(labels(Ticks.whole(0, 2, 9))).containsExactly("0", "1", "2");
    }

    @Test
    void keepThreeDigitsInShortLabels() {
        assertThat(List.of(0.0, 123.4, 12.34, 1.234, 0.5, 0.01234, 0.000123).stream()
                        .map(Ticks::brief))
                .containsExactly("0", "123", "12.3", "1.23", "0.50", "0.0123", "1.2e−4");
    }

    private static List<String> labels(List<Ticks.Tick> ticks) {
        return ticks.stream().map(Ticks.Tick::label).toList();
    }
}
