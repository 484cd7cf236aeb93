package io.protolab.platform.registry;

/** The registry refused: an unknown id, a transition that is not allowed, or a database that does not answer. */
public final class RegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The registry refused: the same call would be refused again. */
    public RegistryException(String message) {
        super(message);
    }

    /** The database did not answer: the same call may succeed later. */
    public RegistryException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether the same call would fail again. */
    public boolean isRefusal() {
        return getCause() == null;
    }
}
