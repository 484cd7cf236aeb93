package io.protolab.platform.http;

import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.registry.SweepRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sweep and where each of its trials stands: numbers from the registry, the stage from the live workflow.
 *
 * @param stage what the sweep does now, in words; empty if its workflow does not answer
 */
public record SweepStatus(SweepRecord sweep, String stage, List<TrialStatus> trials) {
    public SweepStatus {
        trials = List.copyOf(trials);
    }

    /**
     * One line of a watched sweep.
     *
     * @param epoch number of finished epochs
     * @param epochs number of epochs asked for
     * @param recovery how its newest failed attempt ended; empty if none failed
     * @param values final metrics of a complete trial, else those of the last finished epoch while it is open
     */
    public record TrialStatus(
            String id,
            String name,
            TrialState state,
            String reason,
            int epoch,
            int epochs,
            String recovery,
            Map<String, Double> values,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable String mlflowRunId) {}
}
