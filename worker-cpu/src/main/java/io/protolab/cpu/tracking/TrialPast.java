package io.protolab.cpu.tracking;

import io.protolab.platform.registry.AttemptRecord;
import io.protolab.platform.registry.EventRecord;
import java.time.Instant;
import java.util.List;

/**
 * What happened to a trial so far, for its note.
 *
 * @param acceptedAt when its sweep was accepted
 */
public record TrialPast(Instant acceptedAt, List<AttemptRecord> attempts, List<EventRecord> events) {
    public TrialPast {
        attempts = List.copyOf(attempts);
        events = List.copyOf(events);
    }
}
