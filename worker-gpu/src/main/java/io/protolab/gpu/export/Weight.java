package io.protolab.gpu.export;

import io.protolab.gpu.tensor.Tensor;

/**
 * A tensor that goes into the file.
 *
 * @param name dotted, as in the file of weights it comes from; unique within a graph
 */
record Weight(String name, Tensor values) {}
