package io.protolab.gpu.bench;

import java.time.Duration;

/** The fastest of several runs: other processes only ever make a run slower. */
final class Stopwatch {
    private static final int FEWEST_RUNS = 3;

    private final Duration budget;

    /** @param budget after which no further run starts */
    Stopwatch(Duration budget) {
        this.budget = budget;
    }

    /** Work that may fail. */
    @FunctionalInterface
    interface Work<E extends Exception> {
        void run() throws E;
    }

    /** Seconds of the fastest run, after one that does not count. */
    <E extends Exception> double fastest(Work<E> work) throws E {
        work.run();
        double fastest = Double.POSITIVE_INFINITY;
        long start = System.nanoTime();
        for (int runs = 0; runs < FEWEST_RUNS || System.nanoTime() - start < budget.toNanos(); runs++) {
            long before = System.nanoTime();
            work.run();
            fastest = Math.min(fastest, (System.nanoTime() - before) / 1e9);
        }
        return fastest;
    }
}
