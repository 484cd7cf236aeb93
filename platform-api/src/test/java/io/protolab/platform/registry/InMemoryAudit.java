package io.protolab.platform.registry;

import io.protolab.platform.experiment.TrialState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The twin of {@link JdbcAudit}: asks all sweeps in turn. */
public final class InMemoryAudit implements Audit {
    private final InMemoryRegistry registry;
    private final Clock clock;

    public InMemoryAudit(InMemoryRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    @Override
    public List<TrialRecord> runningTrials() {
        return trials().filter(trial -> trial.state() == TrialState.RUNNING)
                .sorted(Comparator.comparing(TrialRecord::id))
                .toList();
    }

    @Override
    public List<AttemptRecord> strayAttempts(Duration age) {
        Instant limit = clock.instant().minus(age);
        return trials().filter(trial -> trial.state() != TrialState.RUNNING)
                .flatMap(trial -> registry.attempts(trial.id()).stream())
                .filter(attempt ->
                        attempt.endedAt() == null && attempt.openedAt().isBefore(limit))
                .sorted(Comparator.comparing(AttemptRecord::trialId).thenComparing(AttemptRecord::number))
                .toList();
    }

    @Override
    public Map<String, Standing> standings(Collection<String> trialIds) {
        Map<String, Standing> standings = new HashMap<>();
        trialIds.forEach(id -> registry.findTrial(id)
                .ifPresent(trial -> standings.put(id, new Standing(trial.state(), trial.endedAt()))));
        return standings;
    }

    @Override
    public List<String> fileOwners(String after, int limit) {
        return Stream.concat(sweeps().map(SweepRecord::id), trials().map(TrialRecord::id))
                .filter(owner ->
                        owner.compareTo(after) > 0 && !registry.artifacts(owner).isEmpty())
                .sorted()
                .limit(limit)
                .toList();
    }

    @Override
    public List<ArtifactRecord> manifests() {
        return registry.manifests();
    }

    private Stream<SweepRecord> sweeps() {
        return registry.sweeps(Integer.MAX_VALUE).stream();
    }

    private Stream<TrialRecord> trials() {
        return sweeps().flatMap(sweep -> registry.trials(sweep.id()).stream());
    }
}
