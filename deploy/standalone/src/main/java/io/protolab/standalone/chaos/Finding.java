package io.protolab.standalone.chaos;

/**
 * Something that a fault has spoilt.
 *
 * @param subject id of a trial or sweep, or a place
 * @param what is wrong there, with both values
 */
public record Finding(Kind kind, String subject, String what) {
    /** What is counted together. */
    public enum Kind {
        /** A sweep or trial that did not become complete. */
        LOST,
        /** A row that an undisturbed sweep has. */
        ROW_MISSING,
        /** A row, or a run, that exists twice. */
        ROW_DOUBLED,
        /** A number that an undisturbed sweep has with another value. */
        NUMBER_DIFFERENT,
        /** A file that an undisturbed sweep has with another hash. */
        HASH_DIFFERENT,
        /** A file that an undisturbed sweep has. */
        FILE_MISSING,
        /** Something that the platform itself found to differ when it was repeated. */
        NOT_REPRODUCIBLE,
        /** Something that was begun and never ended: an attempt, a workflow, a run, a delivery, a lease. */
        LEFT_OPEN,
        /** Files, runs or processes that nobody needs any more. */
        LEFT_BEHIND,
        /** A takeover that took far longer than promised. */
        TOO_LATE
    }

    @Override
    public String toString() {
        return kind + " " + subject + ": " + what;
    }
}
