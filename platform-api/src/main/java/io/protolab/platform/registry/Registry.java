package io.protolab.platform.registry;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.evaluation.PrototypeCatalogue;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialResult;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.workflow.AttemptStart;
import io.protolab.platform.workflow.FeatureSet;
import java.util.List;
import java.util.Optional;

/**
 * The system of record. Every writing method is one transaction, may be repeated with the same arguments without effect, and
 * takes the outbox rows that become true with it. Final trials and sweeps never change. Thread-safe.
 *
 * <p>Methods throw {@link RegistryException} for an unknown id, a transition that is not allowed, or a database that does not answer.
 */
public interface Registry {
    /** Accepts a sweep; one with the same id is returned as it is. */
    SweepRecord create(NewSweep sweep);

    Optional<SweepRecord> findSweep(String id);

    /** Newest first. */
    List<SweepRecord> sweeps(int limit);

    /** Sweeps that are not final, oldest first. */
    List<SweepRecord> openSweeps();

    /** @return false if the sweep was in that state already */
    boolean changeSweepState(String id, SweepState state, String reason, List<OutboxRow> outbox);

    void recordDataset(String sweepId, PreparedDataset dataset, String manifestLocation);

    void recordFeatures(String sweepId, FeatureSet features);

    Optional<TrialRecord> findTrial(String id);

    /** By index. */
    List<TrialRecord> trials(String sweepId);

    /** Trials that are not final, by index from {@code fromIndex} on. */
    List<TrialRecord> openTrials(String sweepId, int fromIndex, int limit);

    void startTrial(String id, List<OutboxRow> outbox);

    void startAttempt(String trialId, AttemptStart attempt, List<OutboxRow> outbox);

    /** Ends the open attempt of a trial, if there is one. */
    void endAttempt(String trialId, String outcome);

    /**
     * Keeps the first record of (trial, epoch, name). A different value for a known one becomes an event
     * {@code not-reproducible} with both values.
     */
    void recordEpochs(String trialId, List<EpochMetrics> epochs, List<OutboxRow> outbox);

    /** By epoch. */
    List<EpochMetrics> epochs(String trialId);

    void recordCheckpoint(String trialId, int epoch, Artifact checkpoint, String location);

    /** Makes the trial COMPLETE with everything it ends with. */
    void completeTrial(
            String id,
            TrialResult result,
            PrototypeCatalogue prototypes,
            List<ArtifactRecord> artifacts,
            List<OutboxRow> outbox);

    /** FAILED, CANCELLED or STOPPED_EARLY, or back to WAITING. */
    void endTrial(String id, TrialState state, String reason, List<OutboxRow> outbox);

    List<AttemptRecord> attempts(String trialId);

    List<PrototypeCatalogue.Prototype> prototypes(String trialId);

    List<ArtifactRecord> artifacts(String owner);

    void recordArtifacts(List<ArtifactRecord> artifacts);

    /** Any record of these bytes. */
    Optional<ArtifactRecord> findArtifact(String sha256);

    /** Oldest first. */
    List<EventRecord> events(String subject);

    void recordEvent(String subject, String kind, String message);

    /** Per assignment over its complete seeds, best accuracy first. */
    List<LeaderboardRow> leaderboard(String sweepId);
}
