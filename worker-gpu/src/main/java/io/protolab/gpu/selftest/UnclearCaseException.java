package io.protolab.gpu.selftest;

/** A golden case that does not say what it wants; the message names the case, the key and what is known. Final. */
public final class UnclearCaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnclearCaseException(String message) {
        super(message);
    }
}
