package io.protolab.platform.experiment;

/** The life of a trial. Transitions are made by the registry alone; a final trial never changes. */
public enum TrialState {
    /** Not started, or handed back by a pause; its checkpoint is kept. */
    WAITING(false),
    /** An attempt is under way. */
    RUNNING(false),
    /** Trained, evaluated, measured and recorded. */
    COMPLETE(true),
    /** Ended on purpose before its last epoch. */
    STOPPED_EARLY(true),
    /** Given up; the last attempt says why. */
    FAILED(true),
    /** Ended by a person. */
    CANCELLED(true);

    private final boolean end;

    TrialState(boolean end) {
        this.end = end;
    }

    /** Whether no later state can follow. */
    public boolean isFinal() {
        return end;
    }
}
