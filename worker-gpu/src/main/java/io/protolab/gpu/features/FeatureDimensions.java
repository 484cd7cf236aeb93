package io.protolab.gpu.features;

/**
 * Shape of a feature set.
 *
 * @param rows interventions and noisy copies included
 * @param tokens N
 * @param dim D
 */
public record FeatureDimensions(int rows, int tokens, int dim) {
    long rowBytes() {
        return (long) tokens * dim * Short.BYTES;
    }

    /** Bytes of the values on disk. */
    public long bytes() {
        return rows * rowBytes();
    }
}
