package io.protolab.platform.cli;

/** What scripts depend on. */
public final class ExitCodes {
    public static final int DONE = 0;

    /** A self-check found a case that did not end as it has to. */
    public static final int CHECK_FAILED = 1;

    /** An invalid spec, an unknown id, or wrong usage of a command. */
    public static final int INVALID = 2;

    /** Some trials failed, or the sweep was cancelled. */
    public static final int TRIALS_FAILED = 4;

    /** A trial that was computed once more did not come out the same. */
    public static final int DIFFERENT = 4;

    /** A fault of the platform: it is not running, a part of it does not answer, or {@code doctor} found something that is not mended. */
    public static final int PLATFORM = 5;

    private ExitCodes() {}
}
