package io.protolab.platform.workflow;

/** How an attempt of a training ended: done, given up on request, or failed; failures are told apart by what is to be done next. */
public enum AttemptOutcome {
    /** The training reached its last epoch. */
    DONE,

    /** The trial was paused; it goes on from its checkpoint. */
    HANDED_BACK,

    /** The trial, or its sweep, was cancelled. */
    CANCELLED,

    /** The spec or the data are wrong: the same attempt fails again, so there is none. */
    BAD_INPUT,

    /** The loss is no longer a number. A finding about the hyperparameters and no fault: the trial ends with it. */
    DIVERGED,

    /** The device has too little memory: smaller micro-batches need less, and the batch stays what it is. */
    DEVICE_MEMORY,

    /** The host has too little memory. */
    HOST_MEMORY,

    /** The worker fell silent: killed, cut off, or its machine is gone. Another goes on. */
    NODE_LOST,

    /** The worker was asked to leave and handed its work over; costs the trial nothing. */
    PREEMPTED,

    /** The device computes no more; its worker leaves, and its host is avoided. */
    DEVICE_FAULT,

    /** Something the platform owes the trial is away: disk, database, network. Waited for, and no fault of the trial. */
    PLATFORM,

    /** No step was done for a set time. */
    STALLED,

    /** A failure that nothing above names. */
    UNEXPECTED;

    /** Whether the trial is none the worse for it: neither success nor a wish. */
    public boolean isFailure() {
        return this != DONE && this != HANDED_BACK && this != CANCELLED;
    }
}
