package io.protolab.cpu.tracking;

import io.protolab.platform.registry.AttemptRecord;
import io.protolab.platform.registry.EventRecord;
import java.util.List;

/** What happened to a trial so far, for its note. */
public record TrialHistory(List<AttemptRecord> attempts, List<EventRecord> events) {
    public TrialHistory {
        attempts = List.copyOf(attempts);
        events = List.copyOf(events);
    }
}
