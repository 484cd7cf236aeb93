package io.protolab.gpu.export;

/**
 * A tensor of a graph that is being described.
 *
 * @param name as its format knows it
 */
record Value(String name) {}
