package io.protolab.gpu.tensor;

/**
 * The numbers of one AdamW update, {@code w ← w·(1 − lr·wd) − stepSize·m / (√v + ε)}.
 *
 * @param learningRate lr
 * @param stepSize the learning rate times {@code √(1 − β₂ᵗ) / (1 − β₁ᵗ)}
 * @param weightDecay wd
 * @param beta1 β₁ of the first moment m
 * @param beta2 β₂ of the second moment v
 * @param epsilon added to the root of the second moment before its bias is corrected
 */
public record AdamCoefficients(
        double learningRate, double stepSize, double weightDecay, double beta1, double beta2, double epsilon) {}
