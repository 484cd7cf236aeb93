package io.protolab.standalone;

/** Hears one readable line for each step of a start. */
@FunctionalInterface
public interface Progress {

    void say(String part, String line);

    /** The view of one part, which need not repeat its name. */
    default Step of(String part) {
        return line -> say(part, line);
    }

    /** Hears the lines of one part. */
    @FunctionalInterface
    interface Step {
        void say(String line);
    }
}
