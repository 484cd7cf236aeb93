package io.protolab.platform.workflow;

import io.grpc.Status;

/** Temporal did not take a request in the time that a person waits; whether it will still do so is not known. */
public final class TemporalUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TemporalUnavailableException(Throwable cause) {
        super("Temporal does not answer (" + Status.fromThrowable(cause).getCode() + ")", cause);
    }
}
