package io.protolab.platform.workflow;

import java.time.Duration;

/**
 * How often a training attempt may signal finished epochs to its workflow: every two seconds at first, then ever less, so that
 * the curves of a young trial are live and the history of a week-long one stays far below Temporal's limits (about 1,700 signals and
 * 17,000 events after a week; 51,200 events end a workflow).
 */
public final class ReportingPace {
    /** Epochs in one signal at most; a payload stays below 200 kB. */
    public static final int EPOCHS_PER_SIGNAL = 200;

    private static final Duration SHORTEST = Duration.ofSeconds(2);
    private static final int SHARE_OF_AGE = 200;

    private ReportingPace() {}

    /** Time to leave between two signals of an attempt of this age. */
    public static Duration interval(Duration age) {
        Duration interval = age.dividedBy(SHARE_OF_AGE);
        return interval.compareTo(SHORTEST) > 0 ? interval : SHORTEST;
    }
}
