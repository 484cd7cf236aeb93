package io.protolab.gpu.model;

/** What a pruned prototype still does. */
public enum MaskedPrototypes {
    /** Its map is zero, but the biases behind it keep a constant score, which keeps its class weights: the reference. */
    KEEP_VOTING,
    /** Its score is zero. */
    ZEROED
}
