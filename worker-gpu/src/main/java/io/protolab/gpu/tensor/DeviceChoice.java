package io.protolab.gpu.tensor;

/** Where tensors should live. */
public enum DeviceChoice {
    /** The first CUDA card if the engine can use one, the processor otherwise; the log says which. */
    AUTO,
    CPU,
    /** A CUDA card, or refuse to start. */
    GPU
}
