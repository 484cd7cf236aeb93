package io.protolab.gpu.features;

import java.io.IOException;

/** The inputs from which a feature set is computed, one per row. Thread-safe. */
interface InputImages {
    int count();

    /** Values [3, size, size] of a row, as the backbone wants them. */
    float[] input(int row) throws IOException;
}
