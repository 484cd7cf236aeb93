package io.protolab.cpu.tracking;

import io.protolab.cpu.tracking.Answer.Kind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps everybody from asking a server that is away or set up wrongly. Open, it lets nothing through until a pause is over; then
 * the next answer decides. Thread-safe.
 */
final class Circuit {
    private static final Logger log = LoggerFactory.getLogger(Circuit.class);

    private final SendingPace pace;
    private @Nullable String problem;
    private int tries;
    private long closedUntilNanos;

    Circuit(SendingPace pace) {
        this.pace = pace;
    }

    /** Whether a request may be sent now. */
    synchronized boolean isClosed() {
        return problem == null || System.nanoTime() - closedUntilNanos >= 0;
    }

    /** Why nothing is delivered; empty while all is well. */
    synchronized Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Takes note of an answer about the server as a whole. */
    synchronized void heard(Answer answer) {
        if (answer.kind() == Kind.UNREACHABLE || answer.kind() == Kind.MISCONFIGURED) {
            if (!answer.text().equals(problem)) {
                log.warn("{}", answer.text());
            }
            Backoff backoff = answer.kind() == Kind.UNREACHABLE ? pace.away() : pace.misconfigured();
            problem = answer.text();
            closedUntilNanos = System.nanoTime() + backoff.pause(tries).toNanos();
            tries++;
        } else if (problem != null && answer.isOk()) {
            log.info("MLflow takes messages again");
            problem = null;
            tries = 0;
        }
    }
}
