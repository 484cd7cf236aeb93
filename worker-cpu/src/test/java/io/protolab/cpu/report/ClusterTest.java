package io.protolab.cpu.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClusterTest {
    private static final double[][] TWO_KINDS = {{1, 0, 0, 0}, {0, 0, 1, 1}, {2, 0.1, 0, 0}, {0, 0, 1, 0.9}};

    @Test
    void bringsRowsOfOnePatternTogether() {
        Cluster all = Cluster.of(TWO_KINDS);

        assertThat(all.members()).containsExactly(0, 2, 1, 3);
    }

    @Test
    void joinsAtTheMeanDistance() {
        double[][] rows = {{1, 0}, {2, 0}, {0, 1}}; // correlations 1, −1, −1

        Cluster all = Cluster.of(rows);

        assertThat(all.height()).isCloseTo(2, within(1e-12));
        assertThat(all.left()).isNotNull().extracting(Cluster::height).isEqualTo(0.0);
    }

    @Test
    void putsTheHalfOfTheSmallerKeyFirst() {
        Cluster all = Cluster.of(TWO_KINDS).arranged(new double[] {9, 1, 8, 2});

        assertThat(all.members()).containsExactly(1, 3, 2, 0);
    }

    @Test
    void keepsARowWithoutPattern() {
        assertThat(Cluster.of(new double[][] {{0, 0}, {1, 2}}).members()).containsExactly(0, 1);
        assertThat(Cluster.of(new double[][] {{1, 2}}).members()).containsExactly(0);
    }
}
