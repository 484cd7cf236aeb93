package io.protolab.gpu.activity;

import io.protolab.platform.workflow.AttemptOutcome;

/** Whoever started a worker, and can replace it. */
@FunctionalInterface
public interface WorkerOwner {
    /**
     * The worker takes no more work. Called from a thread of the worker; returns soon.
     *
     * @param cause {@link AttemptOutcome#STALLED} if one of its threads hangs, which only the end of the process ends;
     *     {@link AttemptOutcome#DEVICE_FAULT} if its device computes no more
     */
    void lost(AttemptOutcome cause, String evidence);
}
