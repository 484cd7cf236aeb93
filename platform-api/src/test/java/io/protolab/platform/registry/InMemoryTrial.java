package io.protolab.platform.registry;

import io.protolab.platform.evaluation.PrototypeCatalogue.Prototype;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.Metrics;
import io.protolab.platform.experiment.Provenance;
import io.protolab.platform.experiment.TrialState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What {@link InMemoryRegistry} keeps of one trial. */
final class InMemoryTrial {
    final String sweepId;
    final NewSweep.NewTrial accepted;
    final Map<Integer, EpochMetrics> epochs = new TreeMap<>();
    final InMemoryAttempts attempts = new InMemoryAttempts();
    TrialState state = TrialState.WAITING;
    String reason = "";
    Metrics metrics = new Metrics(Map.of());
    List<Prototype> prototypes = List.of();

    @Nullable
    Provenance provenance;

    @Nullable
    Instant startedAt;

    @Nullable
    Instant endedAt;

    InMemoryTrial(String sweepId, NewSweep.NewTrial accepted) {
        this.sweepId = sweepId;
        this.accepted = accepted;
    }

    TrialRecord toRecord(@Nullable String mlflowRunId) {
        return new TrialRecord(
                accepted.id(),
                sweepId,
                accepted.index(),
                accepted.name(),
                accepted.spec(),
                accepted.fingerprint(),
                state,
                reason,
                epochs.size(),
                attempts.inOrder().size(),
                metrics,
                provenance,
                startedAt,
                endedAt,
                mlflowRunId);
    }

    /** Keeps what is recorded and adds what is new. */
    void add(EpochMetrics epoch) {
        epochs.merge(epoch.epoch(), epoch, (first, again) -> {
            Map<String, Double> values = new TreeMap<>(again.values());
            values.putAll(first.values());
            return new EpochMetrics(first.epoch(), values, first.seconds(), first.finishedAt());
        });
    }
}
