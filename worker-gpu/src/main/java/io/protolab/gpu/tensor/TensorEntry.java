package io.protolab.gpu.tensor;

/** Type and shape of a tensor in a file, known before its values are read. */
public record TensorEntry(ElementType type, long[] shape) {}
