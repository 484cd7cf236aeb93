package io.protolab.cpu.dataset.flatbirds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FieldRandomTest {

    @Test
    void givesTheSameValueForTheSameName_whateverWasDrawnBefore() {
        FieldRandom fresh = new FieldRandom(7, "train", 3);
        FieldRandom used = new FieldRandom(7, "train", 3);
        used.bits("scale");

        assertThat(used.bits("rotation")).isEqualTo(fresh.bits("rotation"));
    }

    @Test
    void changesWithSeedStreamIndexAndField() {
        assertThat(new long[] {
                    new FieldRandom(7, "train", 3).bits("a"),
                    new FieldRandom(8, "train", 3).bits("a"),
                    new FieldRandom(7, "test", 3).bits("a"),
                    new FieldRandom(7, "train", 4).bits("a"),
                    new FieldRandom(7, "train", 3).bits("b")
                })
                .doesNotHaveDuplicates();
    }

    /** The numbers are part of the format: other values would be another dataset under the same name. */
    @Test
    void keepsItsValuesForever() {
        assertThat(new FieldRandom(7, "train", 3).bits("rotation")).isEqualTo(0x5754A7656A67051AL);
    }

    @Test
    void isUniform() {
        double mean = IntStream.range(0, 20_000)
                .mapToDouble(index -> new FieldRandom(1, "test", index).uniform("x", -1, 3))
                .average()
                .orElseThrow();
        int[] counts = new int[5];
        IntStream.range(0, 20_000).forEach(index -> counts[new FieldRandom(1, "test", index).below("n", 5)]++);

        assertThat(mean).isEqualTo(1, within(0.03));
        assertThat(Arrays.stream(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(3800, 4200));
    }
}
