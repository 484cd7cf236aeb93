package io.protolab.gpu.tensor;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Where long work may be ended from outside: between two calls into the engine, which itself cannot be interrupted. Whoever runs the work
 * says on its thread who is asked; the work passes a point wherever it may be broken off, and ends with what the one asked throws.
 *
 * <pre>{@code
 * try (StopPoint obeyed = StopPoint.obeying(activity::stopIfRequested)) {
 *     ... StopPoint.pass() ...
 * }
 * }</pre>
 */
public final class StopPoint implements AutoCloseable {
    private static final ThreadLocal<Deque<Runnable>> ASKED = ThreadLocal.withInitial(ArrayDeque::new);

    private StopPoint() {}

    /**
     * From now on this one is asked at each point that the calling thread passes, instead of whoever was.
     *
     * @param check throws an unchecked exception if the work is to end
     */
    public static StopPoint obeying(Runnable check) {
        ASKED.get().push(check);
        return new StopPoint();
    }

    /** Ends the work if that is wanted; what is half done is to be dropped by its owner. */
    public static void pass() {
        Runnable check = ASKED.get().peek();
        if (check != null) {
            check.run();
        }
    }

    @Override
    public void close() {
        ASKED.get().pop();
    }
}
