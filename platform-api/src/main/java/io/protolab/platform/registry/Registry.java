package io.protolab.platform.registry;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.evaluation.PrototypeCatalogue;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialResult;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.workflow.AttemptEnd;
import io.protolab.platform.workflow.AttemptStart;
import io.protolab.platform.workflow.FeatureSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The system of record. Every writing method is one transaction, may be repeated with the same arguments without effect, and
 * takes the outbox rows that become true with it. Final trials and sweeps never change. Thread-safe.
 *
 * <p>Writing methods throw {@link RegistryException} for an unknown id or a transition that is not allowed; a transition to the
 * state that is already there changes nothing and queues nothing. All methods throw {@link RegistryUnavailableException} if the
 * database does not answer. What belongs to an unknown id is empty. Transitions leave an event {@link EventKinds#STATE}. Times are
 * exact to the microsecond.
 */
public interface Registry {
    /** Accepts a sweep; one with the same id and fingerprint stays as it is. Of many equal calls exactly one is the first. */
    Acceptance accept(NewSweep sweep);

    Optional<SweepRecord> findSweep(String id);

    /** Newest first. */
    List<SweepRecord> sweeps(int limit);

    /** Sweeps that are not final, oldest first. */
    List<SweepRecord> openSweeps();

    /** @return false if the sweep was in that state already */
    boolean changeSweepState(String id, SweepState state, String reason, List<OutboxRow> outbox);

    /** Another manifest for a name that the sweep prepared before becomes an event {@link EventKinds#NOT_REPRODUCIBLE}. */
    void recordDataset(String sweepId, PreparedDataset dataset, String manifestLocation);

    /** A set that was evicted is there again. */
    void recordFeatures(String sweepId, FeatureSet features);

    /** Least recently used first. */
    List<FeatureSetRecord> featureSets();

    /**
     * Says of a feature set that its files are given up.
     *
     * @return false if an open sweep uses it, and it therefore stays
     */
    boolean evictFeatures(String key);

    Optional<TrialRecord> findTrial(String id);

    /** By index. */
    List<TrialRecord> trials(String sweepId);

    /** Trials that are not final, by index from {@code fromIndex} on. */
    List<TrialRecord> openTrials(String sweepId, int fromIndex, int limit);

    void startTrial(String id, List<OutboxRow> outbox);

    /**
     * Opens an attempt, before a worker is asked for it, and ends one that is still open: its workflow was lost.
     *
     * @param opening key of the attempt; the same one again gives the same number
     * @param microBatch null: as the spec says
     * @return its number, higher than that of any other of the trial
     */
    int openAttempt(String trialId, String opening, @Nullable Integer microBatch);

    /**
     * An open attempt can do its first step; changes nothing if it has ended or begun. Its predecessor gets the steps that it had done
     * and could not tell of.
     */
    void startAttempt(String trialId, AttemptStart attempt, List<OutboxRow> outbox);

    /** Ends an attempt, unless it has ended. */
    void endAttempt(String trialId, int number, AttemptEnd end);

    /**
     * Keeps the first record of (trial, epoch, name). A different value for a known one becomes an event
     * {@link EventKinds#NOT_REPRODUCIBLE} with both values; NaN equals NaN. A final trial takes no new epochs.
     */
    void recordEpochs(String trialId, List<EpochMetrics> epochs, List<OutboxRow> outbox);

    /** By epoch. */
    List<EpochMetrics> epochs(String trialId);

    /** The newest epoch of each trial of a sweep that is not final, by trial id; a trial without one is left out. */
    Map<String, EpochMetrics> newestEpochs(String sweepId);

    /** Replaces an older checkpoint of the same epoch. */
    void recordCheckpoint(String trialId, int epoch, Artifact checkpoint, String location);

    /** Makes the trial COMPLETE with everything it ends with; its open attempt is done. */
    void completeTrial(
            String id,
            TrialResult result,
            PrototypeCatalogue prototypes,
            List<ArtifactRecord> artifacts,
            List<OutboxRow> outbox);

    /** FAILED, CANCELLED or STOPPED_EARLY, or back to WAITING; ends the open attempt. */
    void endTrial(String id, TrialState state, String reason, List<OutboxRow> outbox);

    /** By number. */
    List<AttemptRecord> attempts(String trialId);

    /** The newest failed attempt of each trial of a sweep, by trial id; a trial without one is left out. */
    Map<String, AttemptRecord> newestFailures(String sweepId);

    /** By index; empty until the trial is complete. */
    List<PrototypeCatalogue.Prototype> prototypes(String trialId);

    /** By name. */
    List<ArtifactRecord> artifacts(String owner);

    /** A name of an owner keeps its content: the same one changes nothing, another one is refused. */
    void recordArtifacts(List<ArtifactRecord> artifacts, List<OutboxRow> outbox);

    /** Any record of these bytes, be it an artifact, a checkpoint or a manifest. */
    Optional<ArtifactRecord> findArtifact(String sha256);

    /** Oldest first. */
    List<EventRecord> events(String subject);

    /** Unless the subject has an equal event already. */
    void recordEvent(String subject, String kind, String message, List<OutboxRow> outbox);

    /** As the other one, with nothing for MLflow. */
    default void recordEvent(String subject, String kind, String message) {
        recordEvent(subject, kind, message, List.of());
    }

    /** Per assignment over its complete seeds, best accuracy first. */
    List<LeaderboardRow> leaderboard(String sweepId);

    /**
     * An accepted sweep.
     *
     * @param first whether it was accepted just now, and not before
     */
    record Acceptance(SweepRecord sweep, boolean first) {}
}
