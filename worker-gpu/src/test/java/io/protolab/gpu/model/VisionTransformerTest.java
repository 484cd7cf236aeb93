package io.protolab.gpu.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.gpu.tensor.Tensors;
import io.protolab.gpu.tensor.TorchEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningEngine.class)
class VisionTransformerTest {
    private static final VitShape TINY = VitShape.plain(16, 2, 2, 4, 16, 64, 2, 1e-6);

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
}
