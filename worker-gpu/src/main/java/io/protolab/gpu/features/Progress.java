package io.protolab.gpu.features;

/** Hears how far a long computation is; may end it by throwing an unchecked exception. */
@FunctionalInterface
public interface Progress {
    /**
     * Some more is done.
     *
     * @param done units so far
     * @param total units in all
     */
    void reached(long done, long total);
}
