package io.protolab.platform.registry;

import io.protolab.platform.experiment.TrialState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Questions about the registry as a whole, for whoever holds other systems against it. Reads only. Thread-safe. */
public interface Audit {
    /** Trials of any sweep that are RUNNING, in the order of their ids. */
    List<TrialRecord> runningTrials();

    /** Attempts of trials that are not RUNNING and that were opened longer ago than {@code age}, but have no end. */
    List<AttemptRecord> strayAttempts(Duration age);

    /** Where those of the trials are that the registry knows. */
    Map<String, Standing> standings(Collection<String> trialIds);

    /** Sweeps and trials that have files, in the order of their ids, after a given one ({@code ""}: from the first on). */
    List<String> fileOwners(String after, int limit);

    /** The manifests of all datasets, each with the first sweep that used it as its owner, by checksum. */
    List<ArtifactRecord> manifests();

    /**
     * Where a trial is.
     *
     * @param endedAt absent unless it is final
     */
    record Standing(TrialState state, @Nullable Instant endedAt) {}
}
