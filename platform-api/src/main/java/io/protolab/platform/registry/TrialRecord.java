package io.protolab.platform.registry;

import io.protolab.platform.experiment.Metrics;
import io.protolab.platform.experiment.Provenance;
import io.protolab.platform.experiment.TrialSpec;
import io.protolab.platform.experiment.TrialState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A trial as the registry knows it.
 *
 * @param name readable, unique in its sweep: what varies, and the seed
 * @param epochs finished
 * @param attempts begun
 * @param metrics empty until it is complete
 * @param mlflowRunId absent until MLflow knows it
 */
public record TrialRecord(
        String id,
        String sweepId,
        int index,
        String name,
        TrialSpec spec,
        String fingerprint,
        TrialState state,
        String reason,
        int epochs,
        int attempts,
        Metrics metrics,
        @Nullable Provenance provenance,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String mlflowRunId) {
    /** The same in another state. */
    public TrialRecord with(TrialState other, String why) {
        return new TrialRecord(
                id,
                sweepId,
                index,
                name,
                spec,
                fingerprint,
                other,
                why,
                epochs,
                attempts,
                metrics,
                provenance,
                startedAt,
                endedAt,
                mlflowRunId);
    }
}
