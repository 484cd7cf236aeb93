package io.protolab.platform.registry;

import java.time.Instant;
import java.util.List;

/**
 * Everything that was decided about a trial, and why.
 *
 * @param acceptedAt when its sweep was accepted
 * @param events oldest first
 * @param story the same in words, a paragraph each, see {@link TrialStory}
 */
public record TrialLedger(
        TrialRecord trial,
        Instant acceptedAt,
        List<AttemptRecord> attempts,
        List<EventRecord> events,
        List<String> story) {
    public TrialLedger {
        attempts = List.copyOf(attempts);
        events = List.copyOf(events);
        story = List.copyOf(story);
    }

    public static TrialLedger of(
            TrialRecord trial, Instant acceptedAt, List<AttemptRecord> attempts, List<EventRecord> events) {
        return new TrialLedger(trial, acceptedAt, attempts, events, TrialStory.of(trial, acceptedAt, attempts, events));
    }
}
