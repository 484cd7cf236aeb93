package io.protolab.cpu.tracking;

import io.protolab.platform.registry.AttemptRecord;
import io.protolab.platform.registry.EventRecord;
import java.util.List;

/** What happened to a trial so far, for its note. */
public record TrialPast(List<AttemptRecord> attempts, List<EventRecord> events) {
    public TrialPast {
        attempts = List.copyOf(attempts);
        events = List.copyOf(events);
    }
}
