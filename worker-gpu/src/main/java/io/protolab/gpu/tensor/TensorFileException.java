package io.protolab.gpu.tensor;

import java.io.IOException;

/** A tensor file that does not hold what it should; the message names the file, the tensor and the fault. Final. */
public final class TensorFileException extends IOException {
    private static final long serialVersionUID = 1L;

    public TensorFileException(String message) {
        super(message);
    }

    public TensorFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
