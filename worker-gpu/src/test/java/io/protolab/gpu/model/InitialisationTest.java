package io.protolab.gpu.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.SeededRandom;
import io.protolab.gpu.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(RunningEngine.class)
class InitialisationTest {
    private static final HeadShape SHAPE = new HeadShape(
            64,
            32,
            30,
            20,
            0.1,
            5,
            1e-6,
            FeatureNorm.NONE,
            Aggregation.NONLINEAR,
            Kernels.BOTH,
            MaskedPrototypes.ZEROED);

    @ParameterizedTest
    @CsvSource({
        "neck.a.weight, 0.125",
        "neck.b1.bias, 0.125",
        "neck.b2.weight, 0.125",
        "neck.out.weight, 0.17677669529663687",
        "k3.weight, 0.3333333333333333",
        "k1.weight, 1",
    })
    void layersAreUniformByFanIn(String name, double bound) {
        double[] values = HeadInitialisation.of(SHAPE, 5).get(name).toDoubles();

        double allowed = 4 * bound / Math.sqrt(3.0 * values.length);
        assertThat(Arrays.stream(values).average().orElseThrow()).isCloseTo(0, within(allowed));
        assertThat(Arrays.stream(values).max().orElseThrow()).isBetween(0.8 * bound, bound);
        assertThat(Arrays.stream(values).min().orElseThrow()).isBetween(-bound, -0.8 * bound);
    }

    @Test
    void classWeightsAreNotNegative() {
        double bound = 1 / Math.sqrt(30);
        double[] values = HeadInitialisation.of(SHAPE, 5).get("class_weight").toDoubles();

        assertThat(Arrays.stream(values).boxed()).allMatch(value -> value >= 0 && value <= bound);
        assertThat(Arrays.stream(values).average().orElseThrow())
                .isCloseTo(bound / 2, within(4 * bound / Math.sqrt(3.0 * values.length)));
    }

    @ParameterizedTest
    @CsvSource({"30, 32", "32, 30", "1, 1"})
    void prototypesAreOrthonormal(int rows, int columns) {
        Tensor matrix = Initialisation.orthogonal(SeededRandom.of(3, "prototypes"), rows, columns);
        Tensor product = rows <= columns
                ? matrix.matmul(matrix.transpose(0, 1))
                : matrix.transpose(0, 1).matmul(matrix);

        int side = Math.min(rows, columns);
        float[] values = product.toFloats();
        for (int i = 0; i < values.length; i++) {
            assertThat((double) values[i]).isCloseTo(i % (side + 1) == 0 ? 1 : 0, within(1e-6));
        }
    }

    @Test
    void everySeedDrawsItsOwnHead_andAlwaysTheSame() {
        NamedTensors first = HeadInitialisation.of(SHAPE, 0);

        assertThat(HeadInitialisation.of(SHAPE, 0).get("neck.a.weight").toFloats())
                .isEqualTo(first.get("neck.a.weight").toFloats());
        assertThat(HeadInitialisation.of(SHAPE, 1).get("neck.a.weight").toFloats())
                .isNotEqualTo(first.get("neck.a.weight").toFloats());
    }
}
