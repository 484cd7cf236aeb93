package io.protolab.gpu.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.gpu.tensor.Tensors;
import io.protolab.gpu.tensor.TorchEngine;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningEngine.class)
class VisionTransformerTest {
    private static final VitShape TINY = new VitShape(16, 2, 2, 4, 16, 2, 4, 1e-6, false, true);

    @Test
    void holdsNoMoreTensors_afterManyImages() {
        VisionTransformer transformer = new VisionTransformer(TINY, RandomWeights.of(TINY, 1));
        Tensor pixels = Tensors.full(0.5, 2, 3, 16, 16);
        int before = TorchEngine.running().liveTensorCount();

        for (int i = 0; i < 50; i++) {
            try (TensorScope scope = TensorScope.open()) {
                assertThat(transformer.patchTokens(pixels).shape()).containsExactly(2, 16, 16);
            }
        }

        assertThat(TorchEngine.running().liveTensorCount()).isEqualTo(before);
    }

    @Test
    void refusesImagesThatDoNotDivideIntoPatches() {
        VisionTransformer transformer = new VisionTransformer(TINY, RandomWeights.of(TINY, 1));

        assertThatThrownBy(() -> transformer.grid(Tensors.full(0, 1, 3, 16, 18)))
                .hasMessage("Images of 16 by 18 pixels do not divide into patches of 4");
    }

    @Test
    void keepsConstantsWhenResampling() {
        double[] constant = new double[9];
        Arrays.fill(constant, 0.7);

        assertThat(PositionEmbedding.resample(constant, new PatchGrid(3, 3), new PatchGrid(2, 5), 1))
                .hasSize(10)
                .satisfies(values -> assertThat(Arrays.stream(values).boxed())
                        .allSatisfy(value -> assertThat(value).isCloseTo(0.7, within(1e-15))));
    }
}
