package io.protolab.gpu.selftest;

/** What a process prints, overheard: a weight file that gets code to run would show there. */
@FunctionalInterface
public interface Console {
    /** Nobody listens. */
    Console UNHEARD = () -> "";

    /** Everything printed so far. */
    String printed();
}
