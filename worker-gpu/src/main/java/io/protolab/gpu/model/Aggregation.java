package io.protolab.gpu.model;

/** How a similarity map becomes one score. */
public enum Aggregation {
    /** Depthwise convolutions, layer normalisation over prototypes, ReLU, spatial maximum: the prototype head. */
    NONLINEAR,
    /** The spatial maximum alone: the ablation without a prototype head. */
    LINEAR
}
