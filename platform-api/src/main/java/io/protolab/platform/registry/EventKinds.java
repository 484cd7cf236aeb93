package io.protolab.platform.registry;

/** Kinds of the events that the registry writes by itself. */
public final class EventKinds {
    /** A transition, as {@code RUNNING to FAILED: reason}. */
    public static final String STATE = "state";

    /** Something recorded twice with different values. */
    public static final String NOT_REPRODUCIBLE = "not-reproducible";

    private EventKinds() {}
}
