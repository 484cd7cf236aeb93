package io.protolab.gpu.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningEngine.class)
class AdamUpdateTest {
    @Test
    void losesNothingToItsCoefficients() {
        Tensor w = Tensors.full(1, 1);
        Tensor m = Tensors.full(0, 1);
        Tensor v = Tensors.full(0, 1);

        AdamUpdate.at(1, 0.01, 0.1, 0.9, 0.999, 1e-8).apply(w, Tensors.full(2, 1), m, v);

        assertThat(m.toDouble()).isCloseTo(0.2, within(2e-8));
        assertThat(v.toDouble()).isCloseTo(0.004, within(4e-10));
        assertThat(w.toDouble()).isCloseTo(1 - 0.001 - 0.01, within(1e-7)); // the first step is as long as the rate
    }

    @Test
    void correctsTheMomentsBeforeItAddsEpsilon() {
        Tensor w = Tensors.full(0, 1);

        AdamUpdate.at(1, 1, 0, 0.9, 0.999, 1).apply(w, Tensors.full(1, 1), Tensors.full(0, 1), Tensors.full(0, 1));

        assertThat(w.toDouble()).isCloseTo(-0.5, within(1e-7)); // 1/(√1 + 1)
    }
}
