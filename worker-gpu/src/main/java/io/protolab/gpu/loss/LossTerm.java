package io.protolab.gpu.loss;

import io.protolab.gpu.tensor.Tensor;

/**
 * One summand of the total.
 *
 * @param name {@code cross_entropy}, {@code tanh}, {@code sparsity} or {@code similarity}
 * @param value the term itself, a scalar
 * @param factor what it is multiplied with in this epoch
 */
public record LossTerm(String name, Tensor value, double factor) {}
