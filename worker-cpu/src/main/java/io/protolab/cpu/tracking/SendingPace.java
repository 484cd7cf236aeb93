package io.protolab.cpu.tracking;

import java.time.Duration;

/**
 * How often the sender looks and how long it waits after what went wrong.
 *
 * @param poll between two looks into an empty outbox
 * @param row before a row that MLflow did not take is tried again
 * @param away while there is nobody to send to
 * @param misconfigured while a person has to change something
 */
record SendingPace(Duration poll, Backoff row, Backoff away, Backoff misconfigured) {
    /** An epoch is in MLflow within a second, and a server that restarts is noticed within ten. */
    static final SendingPace LIVE = new SendingPace(
            Duration.ofMillis(300),
            new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30)),
            new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10)),
            new Backoff(Duration.ofSeconds(5), Duration.ofSeconds(60)));
}
