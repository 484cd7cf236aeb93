package io.protolab.platform.registry;

/** Kinds of events that are written for people to see. */
public final class EventKinds {
    /** A transition, as {@code RUNNING to FAILED: reason}. */
    public static final String STATE = "state";

    /** Something recorded twice with different values. */
    public static final String NOT_REPRODUCIBLE = "not-reproducible";

    /** A dataset that was prepared: how many images it has, and which files are left out and why. */
    public static final String DATASET = "dataset";

    /** Trainings that are too short to learn much, as {@code OptimiserSteps} counts. */
    public static final String FEW_STEPS = "few-steps";

    /** A failure of something other than a training, with its cause and what was done next. */
    public static final String RECOVERY = "recovery";

    /** A training that had to compute fewer images at once than its spec says; the result is marked. */
    public static final String MICRO_BATCH = "micro-batch";

    /** A training under another device, thread count or version than it had begun under, or than its features were computed under. */
    public static final String IDENTITY = "identity";

    /** A trial that could not be exported, and why. */
    public static final String EXPORT = "export";

    /** A model that was registered, as its name. */
    public static final String MODEL = "model";

    /** Something that contradicted the registry, or was left over, and was put in order: what, and how. */
    public static final String MENDED = "mended";

    private EventKinds() {}
}
