package io.protolab.cpu.metrics;

/** What a similarity map without any mass, such as that of a pruned prototype, does to the attribution of its image. */
enum ZeroMap {
    /** Nothing: it has no place to put its importance. */
    CONTRIBUTES_NOTHING,
    /** As ProtoS-ViT's code divides 0 by 0: the whole attribution is NaN. */
    NAN
}
