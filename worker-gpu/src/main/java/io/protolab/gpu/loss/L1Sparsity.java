package io.protolab.gpu.loss;

import io.protolab.gpu.model.ForwardPass;
import io.protolab.gpu.tensor.Tensor;

/**
 * {@code weight · Σ|W| / √(C·P)} on the class weights; a weight that is 0 gets gradient 0.
 *
 * @param weight of the term
 */
public record L1Sparsity(double weight) implements Sparsity {
    @Override
    public Tensor of(ForwardPass pass) {
        Tensor W = pass.classWeights(); // [C, P], not negative
        return W.multiply(W.isAbove(0)).sum().multiply(weight / Math.sqrt((double) W.elementCount()));
    }
}
