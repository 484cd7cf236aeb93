package io.protolab.gpu;

import io.protolab.platform.workflow.AttemptOutcome;

/** How a worker's process ends, for whoever starts it again. */
final class ExitStatus {
    static final int CONFIGURATION = 2;
    static final int STALLED = 3;
    static final int DEVICE_FAULT = 4;

    private ExitStatus() {}

    /** Ends the process of a worker that can do no more. */
    static void endProcess(AttemptOutcome cause, String evidence) {
        if (cause == AttemptOutcome.STALLED) {
            Runtime.getRuntime().halt(STALLED); // a farewell would wait for the thread that hangs
        }
        new Thread(() -> System.exit(DEVICE_FAULT), "end of the worker").start();
    }
}
