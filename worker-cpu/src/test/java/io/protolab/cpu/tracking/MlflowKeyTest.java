package io.protolab.cpu.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MlflowKeyTest {
    @ParameterizedTest
    @ValueSource(strings = {"test/accuracy", "compactness/global_size_0.1", "loss.sparsity.weight", "a-b: c"})
    void leavesWhatMlflowTakes(String name) {
        assertThat(MlflowKey.of(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"accuracy@5, accuracy_x40_5", "a//b, a/_x0_/b", "../a, _x2_/a", "50%, 50_x25_"})
    void escapesTheRest(String name, String key) {
        assertThat(MlflowKey.of(name)).isEqualTo(key);
    }

    @Test
    void keepsLongNamesApart() {
        String first = MlflowKey.of("x".repeat(400) + "1");
        String second = MlflowKey.of("x".repeat(400) + "2");

        assertThat(first).hasSize(250).isNotEqualTo(second);
    }

    @Test
    void replacesALongParamByItsChecksum() {
        assertThat(MlflowKey.param("v".repeat(501))).startsWith("sha256:").hasSize(71);
        assertThat(MlflowKey.param("v".repeat(500))).hasSize(500);
    }
}
