package io.protolab.platform.registry;

import io.protolab.platform.experiment.SweepSpec;
import io.protolab.platform.experiment.SweepState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sweep as the registry knows it.
 *
 * @param fingerprint sha256 of the resolved spec
 * @param reason why it is in this state; empty if there is nothing to say
 */
public record SweepRecord(
        String id,
        String experiment,
        String fingerprint,
        SweepSpec spec,
        SweepState state,
        String reason,
        int trials,
        int complete,
        int failed,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {
    /** The same sweep with another word on why it is in its state. */
    public SweepRecord withReason(String other) {
        return new SweepRecord(
                id,
                experiment,
                fingerprint,
                spec,
                state,
                other,
                trials,
                complete,
                failed,
                createdAt,
                startedAt,
                endedAt);
    }
}
