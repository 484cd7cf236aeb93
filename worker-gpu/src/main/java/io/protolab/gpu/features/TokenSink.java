package io.protolab.gpu.features;

import java.io.IOException;

/** Takes the rows of a feature set in order. */
@FunctionalInterface
public interface TokenSink {
    /**
     * Takes the next rows.
     *
     * @param tokens [rows, N, D]
     */
    void append(float[] tokens) throws IOException;

    /** How many rows it has already, from a computation that was stopped between two batches; the next one is wanted next. */
    default int rowCount() {
        return 0;
    }
}
