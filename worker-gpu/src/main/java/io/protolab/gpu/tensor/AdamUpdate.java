package io.protolab.gpu.tensor;

/**
 * One update of AdamW (Loshchilov and Hutter, arXiv 1711.05101) in PyTorch's order of operations:
 * {@code w ← w·(1 − lr·wd)}, {@code m ← m + (1 − β₁)·(g − m)}, {@code v ← β₂·v + (1 − β₂)·g²},
 * {@code w ← w − lr/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε)}.
 *
 * @param stepSize lr/(1 − β₁ᵗ)
 * @param decay 1 − lr·wd
 * @param beta1 β₁ of the first moment m
 * @param beta2 β₂ of the second moment v
 * @param secondRoot √(1 − β₂ᵗ)
 * @param epsilon ε
 */
public record AdamUpdate(double stepSize, double decay, double beta1, double beta2, double secondRoot, double epsilon) {
    /** The update number {@code step}, the first being 1. */
    public static AdamUpdate at(
            int step, double learningRate, double weightDecay, double beta1, double beta2, double epsilon) {
        return new AdamUpdate(
                learningRate / (1 - StrictMath.pow(beta1, step)),
                1 - learningRate * weightDecay,
                beta1,
                beta2,
                Math.sqrt(1 - StrictMath.pow(beta2, step)),
                epsilon);
    }

    /** Moves a parameter and its two moments in place. */
    public void apply(Tensor parameter, Tensor gradient, Tensor firstMoment, Tensor secondMoment) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor w = parameter.detach(); // the same memory
            w.multiplyInPlace(decay);
            firstMoment.addInPlace(gradient.subtract(firstMoment).multiplyInPlace(1 - beta1));
            secondMoment.multiplyInPlace(beta2).addInPlace(gradient.square().multiplyInPlace(1 - beta2));
            Tensor denominator =
                    secondMoment.sqrt().multiplyInPlace(1 / secondRoot).addInPlace(epsilon);
            w.addInPlace(firstMoment.divide(denominator).multiplyInPlace(-stepSize));
        }
    }
}
