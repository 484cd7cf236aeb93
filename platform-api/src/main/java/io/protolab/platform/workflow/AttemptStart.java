package io.protolab.platform.workflow;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One attempt of a training, from the moment when it can do its first step.
 *
 * @param number in the registry, see {@link TrainingOrder#attempt}
 * @param worker host and process
 * @param host as {@link TrainingOrder#avoidedHosts} names it
 * @param device such as {@code cpu} or {@code cuda NVIDIA H100}
 * @param threads of one tensor operation
 * @param firstEpoch epoch it goes on from; 0 without a checkpoint
 * @param firstStep optimiser steps that its checkpoint holds, by all attempts; 0 without a checkpoint
 * @param stepsRepeated optimiser steps that earlier attempts had done beyond its checkpoint
 * @param identityChanges what differs from that under which the checkpoint was written, a phrase with both values each
 * @param featureChanges what differs from that under which the patch tokens were computed that it reads, likewise
 */
public record AttemptStart(
        int number,
        String worker,
        String host,
        String device,
        int threads,
        int firstEpoch,
        long firstStep,
        long stepsRepeated,
        List<String> identityChanges,
        List<String> featureChanges,
        Instant startedAt) {
    public AttemptStart {
        identityChanges = List.copyOf(identityChanges);
        featureChanges = List.copyOf(Objects.requireNonNullElse(featureChanges, List.of())); // of an older worker
    }

    /** The furthest step that any earlier attempt reached. */
    public long furthestStep() {
        return firstStep + stepsRepeated;
    }
}
