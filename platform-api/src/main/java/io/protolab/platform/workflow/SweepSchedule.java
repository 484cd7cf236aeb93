package io.protolab.platform.workflow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sweep that is started by the clock, as Temporal knows it.
 *
 * @param name its own; the ids of its sweeps begin with it
 * @param cron when it fires, as it was given
 * @param timezone in which that is meant
 * @param sweep name of the sweep in its file
 * @param paused whether it fires at all at the moment
 * @param next when it fires next; absent if it never will
 * @param lastSweep id of the newest sweep that it started
 */
public record SweepSchedule(
        String name,
        String cron,
        String timezone,
        String sweep,
        String experiment,
        boolean paused,
        @Nullable Instant next,
        @Nullable String lastSweep) {}
