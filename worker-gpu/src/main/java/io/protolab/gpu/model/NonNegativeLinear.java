package io.protolab.gpu.model;

import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;

/** The class head: logits as sums of non-negative evidence, without a bias. */
final class NonNegativeLinear {
    private final Tensor weight;
    private final double greatest;

    /** Class weights [C, P], none of which may exceed the greatest. */
    NonNegativeLinear(Tensor weight, double greatest) {
        this.weight = weight;
        this.greatest = greatest;
    }

    Tensor weight() {
        return weight;
    }

    /** Puts the stored weights back into [0, greatest], outside any record: a projected gradient step. */
    void clampInPlace() {
        try (TensorScope scope = TensorScope.open()) {
            Tensor values = weight.detach(); // the same memory
            values.assignInPlace(values.clamp(0, greatest));
        }
    }

    /** {@code h·Wᵀ}: scores [B, P] to logits [B, C]. */
    Tensor forward(Tensor h) {
        return h.linear(weight, null);
    }
}
