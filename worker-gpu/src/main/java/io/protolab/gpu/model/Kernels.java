package io.protolab.gpu.model;

/** Which depthwise kernels of the prototype head there are; the head of the paper has both. */
public enum Kernels {
    BOTH,
    /** The 3×3 kernel alone: a prototype sees its neighbourhood. */
    ONLY_3X3,
    /** The 1×1 kernel alone: a prototype sees one patch at a time. */
    ONLY_1X1;

    boolean spatial() {
        return this != ONLY_1X1;
    }

    boolean pointwise() {
        return this != ONLY_3X3;
    }
}
