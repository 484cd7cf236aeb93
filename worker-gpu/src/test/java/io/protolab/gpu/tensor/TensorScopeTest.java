package io.protolab.gpu.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningEngine.class)
class TensorScopeTest {
    @Test
    void freesWhatWasMadeInside() {
        int before = TorchEngine.running().liveTensorCount();

        try (TensorScope scope = TensorScope.open()) {
            Tensors.full(1, 3).add(1).softmax(0).max(0);
            assertThat(TorchEngine.running().liveTensorCount()).isGreaterThan(before);
        }

        assertThat(TorchEngine.running().liveTensorCount()).isEqualTo(before);
    }

    @Test
    void handsKeptTensorsToTheEnclosingScope() {
        int before = TorchEngine.running().liveTensorCount();

        try (TensorScope outer = TensorScope.open()) {
            Tensor kept;
            try (TensorScope inner = TensorScope.open()) {
                kept = inner.keep(Tensors.full(2, 3).multiply(2));
            }
            assertThat(kept.toFloats()).containsExactly(4, 4, 4);
        }

        assertThat(TorchEngine.running().liveTensorCount()).isEqualTo(before);
    }

    @Test
    void leavesNothingBehind_whenATransposedTensorIsRead() {
        Tensor transposed = Tensors.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3).transpose(0, 1);
        int before = TorchEngine.running().liveTensorCount();

        assertThat(transposed.toFloats()).containsExactly(1, 4, 2, 5, 3, 6);

        assertThat(TorchEngine.running().liveTensorCount()).isEqualTo(before);
    }

    @Test
    void refusesToCloseOutOfOrder() {
        TensorScope outer = TensorScope.open();
        TensorScope inner = TensorScope.open();

        assertThatThrownBy(outer::close).hasMessageContaining("innermost first");

        inner.close();
        outer.close();
    }

    @Test
    void recordsNothing_unlessAsked() {
        Tensor x = Tensors.full(1, 2).requireGradient();

        assertThat(x.add(1).array().hasGradient()).isFalse();
    }
}
