package io.protolab.platform.config;

/** Something that a process needs does not answer, and may do so later. */
public final class AwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param reason a few words, without secrets */
    public AwayException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
