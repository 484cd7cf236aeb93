package io.protolab.gpu.loss;

import io.protolab.gpu.model.ForwardPass;
import io.protolab.gpu.tensor.Tensor;

/** A penalty that makes decisions rest on few prototypes. */
@FunctionalInterface
public interface Sparsity {
    /** A scalar; its weight is part of it. */
    Tensor of(ForwardPass pass);
}
