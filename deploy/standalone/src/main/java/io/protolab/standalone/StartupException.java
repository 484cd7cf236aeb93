package io.protolab.standalone;

/** Something outside this program keeps a part from starting; the message is one sentence and the next step. */
public final class StartupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartupException(String problem, String nextStep) {
        super(problem + " " + nextStep);
    }

    public StartupException(String problem, String nextStep, Throwable cause) {
        super(problem + " " + nextStep, cause);
    }
}
