package io.protolab.cpu.metrics;

/** Which pixels stand for a part that occurs twice, such as the eyes. */
enum PairedParts {
    /** Those of every instance. */
    UNION,
    /** Those of the last instance only: in ProtoS-ViT's code the second one overwrites the first. */
    LAST
}
