package io.protolab.platform.registry;

/** The database did not answer, or gave up on a conflict; nothing was changed or the change is safe to repeat. */
public final class RegistryUnavailableException extends RegistryException {
    private static final long serialVersionUID = 1L;

    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
