package io.protolab.gpu.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.SeededRandom;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningEngine.class)
class KernelsTest {
    private static HeadShape shape(Kernels kernels) {
        return new HeadShape(
                6, 4, 5, 3, 0.2, 5, 1e-6, FeatureNorm.NONE, Aggregation.NONLINEAR, kernels, MaskedPrototypes.ZEROED);
    }

    private static double[] scores(HeadShape shape, NamedTensors parameters) {
        Tensor tokens = Initialisation.uniform(SeededRandom.of(3, "tokens"), 1, 2, 9, 6);
        return new PrototypeHead(shape, parameters, Tensors.full(1, 5))
                .forward(tokens, PatchGrid.square(9), ChannelDropout.NONE)
                .prototypeScores()
                .toDoubles();
    }

    /** Parameters of a head with both kernels, one of which does nothing. */
    private static NamedTensors withoutEffectOf(String kernel) {
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        HeadInitialisation.of(shape(Kernels.BOTH), 1)
                .asMap()
                .forEach((name, tensor) -> parameters.put(name, name.startsWith(kernel) ? tensor.multiply(0) : tensor));
        return new NamedTensors(parameters);
    }

    @Test
    void spatialKernelAloneIsAHeadWhosePointwiseKernelIsZero() {
        HeadShape alone = shape(Kernels.ONLY_3X3);

        assertThat(alone.parameterShapes()).doesNotContainKeys("k1.weight", "k1.bias");
        assertThat(scores(alone, HeadInitialisation.of(alone, 1)))
                .containsExactly(scores(shape(Kernels.BOTH), withoutEffectOf("k1")), within(1e-6));
    }

    @Test
    void pointwiseKernelAloneIsAHeadWhoseSpatialKernelIsZero() {
        HeadShape alone = shape(Kernels.ONLY_1X1);

        assertThat(alone.parameterShapes()).doesNotContainKeys("k3.weight", "k3.bias");
        assertThat(scores(alone, HeadInitialisation.of(alone, 1)))
                .containsExactly(scores(shape(Kernels.BOTH), withoutEffectOf("k3")), within(1e-6));
    }
}
