package io.protolab.gpu.export;

/** An exported file computes something else than we do. Final: another attempt would write the same file. */
public final class ExportMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ExportMismatchException(String message) {
        super(message);
    }
}
