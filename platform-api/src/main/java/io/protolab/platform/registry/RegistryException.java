package io.protolab.platform.registry;

/** The registry refused: an unknown id, a transition that is not allowed, or a database that does not answer. */
public final class RegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RegistryException(String message) {
        super(message);
    }

    public RegistryException(String message, Throwable cause) {
        super(message, cause);
    }
}
