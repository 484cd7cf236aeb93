package io.protolab.cpu;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Beats for every activity as long as it works, so that Temporal notices within seconds when this process dies. Activities here compute
 * or write and end by themselves; one that hangs ends with its attempt's time, see {@code ActivityPolicies}. Thread-safe.
 */
final class ActivityPulse extends WorkerInterceptorBase implements AutoCloseable {
    private final Duration interval;
    private final ScheduledExecutorService pump = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "activity-pulse");
        thread.setDaemon(true);
        return thread;
    });

    ActivityPulse(Duration interval) {
        this.interval = interval;
    }

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new Beating(next);
    }

    @Override
    public void close() {
        pump.shutdownNow();
    }

    private final class Beating extends ActivityInboundCallsInterceptorBase {
        private @Nullable ActivityExecutionContext activity;

        Beating(ActivityInboundCallsInterceptor next) {
            super(next);
        }

        @Override
        public void init(ActivityExecutionContext context) {
            activity = context;
            super.init(context);
        }

        @Override
        public ActivityOutput execute(ActivityInput input) {
            ScheduledFuture<?> beats = pump.scheduleAtFixedRate(
                    this::beat, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
            try {
                return super.execute(input);
            } finally {
                beats.cancel(false);
            }
        }

        /** Throws, and thereby ends the beats, when nobody waits for the activity any more. */
        private void beat() {
            if (activity != null) {
                activity.heartbeat(null);
            }
        }
    }
}
