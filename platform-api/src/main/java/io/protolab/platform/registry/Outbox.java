package io.protolab.platform.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Delivery side of the outbox: one leased sender per subject, rows in order. Methods that take a lease throw
 * {@link RegistryException} if it was released or somebody else has taken the subject since. Thread-safe.
 */
public interface Outbox {
    /**
     * Takes the subject with the oldest due row that nobody else holds; empty if there is none. A lease that ran out is free
     * again. A subject is due if its oldest undelivered row is: neither parked nor pausing.
     */
    Optional<Lease> lease(String owner, Duration duration);

    /** Oldest pending rows of a leased subject, in order, up to the first one that is parked or pausing. */
    List<PendingRow> pending(Lease lease, int limit);

    /** Binds a subject to its MLflow run; again to the same one changes nothing, to another one is refused. */
    void bind(Lease lease, String mlflowExperimentId, String mlflowRunId);

    /** The MLflow run of any subject. */
    Optional<Link> link(String subject);

    /** Marks rows as delivered. */
    void acknowledge(Lease lease, List<Long> sequences);

    /** Keeps the subject's rows and tries again after a pause. */
    void retryLater(Lease lease, long sequence, String error, Duration pause);

    /** Sets a row aside that MLflow will never take; it stays visible, and so do the subject's later rows. */
    void park(Lease lease, long sequence, String error);

    /**
     * Marks a bound subject as read back and equal to the registry, until it gets another row. To be called before the last row
     * is acknowledged: a sender that dies in between leaves a row, so that the next one comes back to it.
     */
    void seal(Lease lease);

    /** Gives the subject back; a lost lease is no error. */
    void release(Lease lease);

    /** Leases that ran out so long ago, or longer, that their senders will not come back; by subject. */
    List<Lease> abandoned(Duration age);

    /** All subjects that are bound to a run, by subject. */
    List<Link> links();

    /**
     * Makes everything of a subject due again, for when its run was changed: sending it once more has no other effect than the first time.
     *
     * @return how many rows there are
     */
    int redeliver(String subject);

    /** Forgets the run of a subject, for when MLflow has it no more; the next delivery makes a new one. */
    void unbind(String subject);

    /** Rows not yet delivered and age of the oldest. */
    Backlog backlog();

    /** Subjects with rows not yet delivered, the one with the oldest row first. */
    List<Undelivered> undelivered();

    /**
     * Makes the parked rows of a subject due again, for when the cause is mended.
     *
     * @return how many there were
     */
    int revive(String subject);

    /**
     * Right to deliver for one subject until it runs out.
     *
     * @param fence grows with every lease of the subject
     */
    record Lease(String subject, String owner, long fence) {}

    /** A row in the outbox. */
    record PendingRow(long sequence, OutboxRow row, int attempts) {}

    /**
     * Where a subject is in MLflow.
     *
     * @param runId absent until the run exists
     */
    record Link(
            String subject,
            @Nullable String experimentId,
            @Nullable String runId,
            boolean sealed) {}

    /**
     * What is still to be delivered of one subject.
     *
     * @param parked rows that MLflow refused; they hold up the later ones
     * @param oldest when the first of them was written
     * @param error why the first row that failed did; absent if none has
     */
    record Undelivered(
            String subject,
            long pending,
            long parked,
            Instant oldest,
            @Nullable String error) {}

    /** What is still to be delivered. */
    record Backlog(long pending, long parked, Duration oldest) {}
}
