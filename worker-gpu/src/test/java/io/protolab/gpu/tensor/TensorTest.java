package io.protolab.gpu.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningEngine.class)
class TensorTest {
    @Test
    void sharesTheGradientOfAMaximumAmongTies() {
        Tensor x = Tensors.of(new double[] {3, 1, 3, 3, 2, 5}, 2, 3).requireGradient();

        try (Gradients recording = Gradients.record()) {
            Tensor greatest = x.max(1);
            assertThat(greatest.toDoubles()).containsExactly(3, 5);
            Gradients.backward(greatest.sum());
        }

        assertThat(x.gradient().orElseThrow().toDoubles()).containsExactly(0.5, 0, 0.5, 0, 0, 1);
    }

    @Test
    void keepsTheMaximumToTheLastBit_withManyTies() {
        float value = 0.1f;
        float[] values = new float[49];
        Arrays.fill(values, value);
        Tensor x = Tensors.of(values, 1, 49).requireGradient();

        try (Gradients recording = Gradients.record()) {
            assertThat(x.max(1).toFloats()).containsExactly(value);
        }
    }

    @Test
    void takesARootWithoutDividingByZero() {
        Tensor x = Tensors.of(new double[] {0, 4}, 2).requireGradient();

        try (Gradients recording = Gradients.record()) {
            Tensor root = x.sqrtOrZero();
            assertThat(root.toDoubles()).containsExactly(0, 2);
            Gradients.backward(root.sum());
        }

        assertThat(x.gradient().orElseThrow().toDoubles()).containsExactly(0, 0.25);
    }

    @Test
    void readsTheContentOfAMappedSlice() {
        ByteBuffer bytes = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
        bytes.asFloatBuffer().put(new float[] {1, 2, 3, 4});

        Tensor tail = Tensors.copyOf(bytes.position(8).slice(), ElementType.F32, 2);
        bytes.putFloat(8, 9);

        assertThat(tail.toFloats()).containsExactly(3, 4);
    }

    @Test
    void computesExactGelu() {
        assertThat(Tensors.of(new double[] {1}, 1).gelu().toDouble()).isCloseTo(0.8413447460685429, within(1e-15));
    }

    @Test
    void noticesBrokenValues() {
        assertThat(Tensors.of(new float[] {1, 2}, 2).isFinite()).isTrue();
        assertThat(Tensors.of(new float[] {1, Float.NaN}, 2).isFinite()).isFalse();
        assertThat(Tensors.of(new float[] {Float.NEGATIVE_INFINITY, 2}, 2).isFinite())
                .isFalse();
    }
}
