package io.protolab.gpu.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeededRandomTest {
    @Test
    void drawsTheSameNumbersForEver() {
        SeededRandom random = SeededRandom.of(42, "order", 3);

        assertThat(new long[] {random.nextLong(), random.nextLong()})
                .containsExactly(8961294369835341124L, 444163132396734635L);
    }

    @Test
    void givesEveryPurposeAndPositionItsOwnStream() {
        assertThat(IntStream.range(0, 4)
                        .mapToObj(i -> SeededRandom.of(i / 2, i % 2 == 0 ? "order" : "dropout", i)
                                .nextLong())
                        .distinct())
                .hasSize(4);
        assertThat(SeededRandom.of(0, "order", 1, 0).nextLong())
                .isNotEqualTo(SeededRandom.of(0, "order", 0, 1).nextLong());
    }

    @Test
    void permutesEveryNumberOnce() {
        int[] order = SeededRandom.of(1, "order").permutation(1000);

        assertThat(order).isNotEqualTo(IntStream.range(0, 1000).toArray());
        assertThat(Arrays.stream(order).sorted())
                .containsExactlyElementsOf(IntStream.range(0, 1000).boxed().toList());
    }

    @Test
    void drawsStandardNormals() {
        SeededRandom random = SeededRandom.of(7, "weights");
        double[] values =
                DoubleStream.generate(random::nextGaussian).limit(20_000).toArray();

        double mean = Arrays.stream(values).average().orElseThrow();
        double square =
                Arrays.stream(values).map(value -> value * value).average().orElseThrow();
        assertThat(mean).isCloseTo(0, within(0.03));
        assertThat(square).isCloseTo(1, within(0.05));
    }
}
