package io.protolab.gpu.activity;

/** Whether this worker is about to end; activities then save what they have and hand their work back. Thread-safe. */
public final class Draining {
    private volatile boolean begun;

    /** From now on no activity goes on. */
    public void begin() {
        begun = true;
    }

    boolean hasBegun() {
        return begun;
    }
}
