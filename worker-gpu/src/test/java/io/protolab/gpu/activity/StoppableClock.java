package io.protolab.gpu.activity;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.CountDownLatch;

/** Stops whoever asks it for the n-th time, as a stopped process would, until it is released. A training asks at its start and once an epoch. */
final class StoppableClock extends Clock {
    final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final int stop;
    private int asked;

    StoppableClock(int stop) {
        this.stop = stop;
    }

    void release() {
        released.countDown();
    }

    @Override
    public Instant instant() {
        if (++asked == stop) {
            reached.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return Instant.now();
    }

    @Override
    public ZoneId getZone() {
        return ZoneId.of("UTC");
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
