package io.protolab.platform.experiment;

/** The life of a sweep. */
public enum SweepState {
    /** Accepted, not started. */
    WAITING(false),
    /** Preparing data or running trials. */
    RUNNING(false),
    /** Held by a person; starts nothing. */
    PAUSED(false),
    /** Every trial is final and the failure budget was kept. */
    COMPLETE(true),
    /** The failure budget was spent, or preparation failed for good. */
    FAILED(true),
    /** Ended by a person. */
    CANCELLED(true);

    private final boolean end;

    SweepState(boolean end) {
        this.end = end;
    }

    /** Whether no later state can follow. */
    public boolean isFinal() {
        return end;
    }
}
