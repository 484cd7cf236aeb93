package io.protolab.cpu.workflow;

import java.time.Duration;

/**
 * What follows a failed try.
 *
 * @param pause before the next try
 * @param why in words, to follow the evidence
 */
record Decision(Action action, Duration pause, String why) {
    /** What kind of thing follows. */
    enum Action {
        /** Another try. */
        AGAIN,

        /** Another try, and the trial says meanwhile what it waits for. */
        OUTLAST,

        /** No other try: the failure stands. */
        END
    }

    /** Why the failed try has this consequence. */
    String reason(FailedTry failed) {
        return why.isEmpty() ? failed.reason() : failed.reason() + "; " + why;
    }

    static Decision again(Duration pause, String why) {
        return new Decision(Action.AGAIN, pause, why);
    }

    static Decision outlast(Duration pause, String why) {
        return new Decision(Action.OUTLAST, pause, why);
    }

    static Decision end(String why) {
        return new Decision(Action.END, Duration.ZERO, why);
    }
}
