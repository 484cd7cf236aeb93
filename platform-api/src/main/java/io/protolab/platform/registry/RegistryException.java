package io.protolab.platform.registry;

/**
 * The registry refused: an unknown id, a transition that is not allowed, a lost lease. Asking again does not help, except where
 * it is a {@link RegistryUnavailableException}.
 */
public class RegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RegistryException(String message) {
        super(message);
    }

    public RegistryException(String message, Throwable cause) {
        super(message, cause);
    }
}
