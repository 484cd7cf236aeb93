package io.protolab.standalone.chaos;

/** The run itself could not go on, which says nothing about what it was to find out. */
public final class ChaosException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ChaosException(String message) {
        super(message);
    }
}
