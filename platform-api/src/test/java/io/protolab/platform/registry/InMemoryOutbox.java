package io.protolab.platform.registry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The outbox as lists: the twin of {@link JdbcOutbox} for tests. Thread-safe. */
public final class InMemoryOutbox implements Outbox {
    private enum RowState {
        PENDING,
        ACKNOWLEDGED,
        PARKED
    }

    private final Clock clock;
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Subject> subjects = new TreeMap<>();

    InMemoryOutbox(Clock clock) {
        this.clock = clock;
    }

    synchronized void append(List<OutboxRow> added) {
        for (OutboxRow row : added) {
            Subject subject = subjects.computeIfAbsent(row.subject(), name -> new Subject());
            boolean known = rows.stream()
                    .map(existing -> existing.content)
                    .anyMatch(existing -> existing.subject().equals(row.subject())
                            && existing.kind().equals(row.kind())
                            && existing.key().equals(row.key()));
            if (!known) {
                rows.add(new Row(rows.size() + 1L, row, clock.instant()));
                subject.sealed = false;
            }
        }
    }

    /** Everything that was ever queued, in order. */
    public synchronized List<OutboxRow> written() {
        return rows.stream().map(row -> row.content).toList();
    }

    @Override
    public synchronized Optional<Lease> lease(String owner, Duration duration) {
        Instant now = clock.instant();
        return rows.stream()
                .filter(row -> row.state != RowState.ACKNOWLEDGED)
                .map(row -> row.content.subject())
                .distinct()
                .filter(name -> !subject(name).heldUntil.isAfter(now))
                .filter(name -> !deliverable(name).isEmpty())
                .findFirst()
                .map(name -> {
                    Subject subject = subject(name);
                    subject.heldUntil = now.plus(duration);
                    subject.lease = new Lease(name, owner, ++subject.fence);
                    return subject.lease;
                });
    }

    @Override
    public synchronized List<PendingRow> pending(Lease lease, int limit) {
        hold(lease);
        return deliverable(lease.subject()).stream()
                .limit(limit)
                .map(row -> new PendingRow(row.sequence, row.content, row.attempts))
                .toList();
    }

    @Override
    public synchronized void bind(Lease lease, String mlflowExperimentId, String mlflowRunId) {
        Subject subject = hold(lease);
        if (subject.runId == null) {
            subject.experimentId = mlflowExperimentId;
            subject.runId = mlflowRunId;
        }
        Leases.requireSame(link(lease.subject()).orElseThrow(), mlflowExperimentId, mlflowRunId);
    }

    @Override
    public synchronized Optional<Link> link(String subject) {
        return Optional.ofNullable(subjects.get(subject))
                .map(known -> new Link(subject, known.experimentId, known.runId, known.sealed));
    }

    @Override
    public synchronized void acknowledge(Lease lease, List<Long> sequences) {
        hold(lease);
        ofSubject(lease.subject()).stream()
                .filter(row -> sequences.contains(row.sequence))
                .forEach(row -> row.state = RowState.ACKNOWLEDGED);
    }

    @Override
    public synchronized void retryLater(Lease lease, long sequence, String error, Duration pause) {
        hold(lease);
        pending(lease.subject(), sequence).ifPresent(row -> {
            row.attempts++;
            row.error = error;
            row.nextAt = clock.instant().plus(pause);
        });
    }

    @Override
    public synchronized void park(Lease lease, long sequence, String error) {
        hold(lease);
        pending(lease.subject(), sequence).ifPresent(row -> {
            row.attempts++;
            row.error = error;
            row.state = RowState.PARKED;
        });
    }

    @Override
    public synchronized void seal(Lease lease) {
        Subject subject = hold(lease);
        subject.sealed = subject.runId != null;
    }

    @Override
    public synchronized void release(Lease lease) {
        Subject subject = subject(lease.subject());
        if (lease.equals(subject.lease)) {
            subject.lease = null;
            subject.heldUntil = Instant.MIN;
        }
    }

    @Override
    public synchronized Backlog backlog() {
        Instant now = clock.instant();
        List<Row> open =
                rows.stream().filter(row -> row.state != RowState.ACKNOWLEDGED).toList();
        long parked = open.stream().filter(row -> row.state == RowState.PARKED).count();
        Duration oldest = open.isEmpty() ? Duration.ZERO : Duration.between(open.get(0).writtenAt, now);
        return new Backlog(open.size() - parked, parked, oldest);
    }

    @Override
    public synchronized List<Undelivered> undelivered() {
        return rows.stream()
                .filter(row -> row.state != RowState.ACKNOWLEDGED)
                .map(row -> row.content.subject())
                .distinct()
                .map(this::undelivered)
                .toList();
    }

    private Undelivered undelivered(String subject) {
        List<Row> open = ofSubject(subject).stream()
                .filter(row -> row.state != RowState.ACKNOWLEDGED)
                .toList();
        long parked = open.stream().filter(row -> row.state == RowState.PARKED).count();
        return new Undelivered(
                subject,
                open.size() - parked,
                parked,
                open.get(0).writtenAt,
                open.stream()
                        .map(row -> row.error)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null));
    }

    @Override
    public synchronized int revive(String subject) {
        List<Row> parked = ofSubject(subject).stream()
                .filter(row -> row.state == RowState.PARKED)
                .toList();
        parked.forEach(row -> {
            row.state = RowState.PENDING;
            row.attempts = 0;
            row.nextAt = clock.instant();
        });
        return parked.size();
    }

    @Override
    public synchronized List<Lease> abandoned(Duration age) {
        Instant limit = clock.instant().minus(age);
        return subjects.values().stream()
                .filter(subject -> subject.heldUntil.isBefore(limit))
                .map(subject -> subject.lease)
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public synchronized List<Link> links() {
        return subjects.keySet().stream()
                .flatMap(subject -> link(subject).stream())
                .filter(link -> link.runId() != null)
                .toList();
    }

    @Override
    public synchronized int redeliver(String subject) {
        List<Row> all = ofSubject(subject);
        all.forEach(row -> {
            row.state = RowState.PENDING;
            row.attempts = 0;
            row.error = null;
            row.nextAt = clock.instant();
        });
        subject(subject).sealed = false;
        return all.size();
    }

    @Override
    public synchronized void unbind(String name) {
        Subject subject = subject(name);
        subject.experimentId = null;
        subject.runId = null;
        subject.sealed = false;
    }

    private Subject hold(Lease lease) {
        Subject subject = subject(lease.subject());
        Leases.requireHeld(lease, Optional.ofNullable(subject.lease));
        return subject;
    }

    private Subject subject(String name) {
        return Optional.ofNullable(subjects.get(name)).orElseThrow(() -> new RegistryException("no rows of " + name));
    }

    private List<Row> ofSubject(String subject) {
        return rows.stream()
                .filter(row -> row.content.subject().equals(subject))
                .toList();
    }

    private Optional<Row> pending(String subject, long sequence) {
        return ofSubject(subject).stream()
                .filter(row -> row.sequence == sequence && row.state == RowState.PENDING)
                .findFirst();
    }

    private List<Row> deliverable(String subject) {
        Instant now = clock.instant();
        return ofSubject(subject).stream()
                .filter(row -> row.state != RowState.ACKNOWLEDGED)
                .takeWhile(row -> row.state == RowState.PENDING && !row.nextAt.isAfter(now))
                .toList();
    }

    private static final class Row {
        private final long sequence;
        private final OutboxRow content;
        private final Instant writtenAt;
        private RowState state = RowState.PENDING;
        private int attempts;
        private Instant nextAt;
        private @Nullable String error;

        private Row(long sequence, OutboxRow content, Instant writtenAt) {
            this.sequence = sequence;
            this.content = content;
            this.writtenAt = writtenAt;
            nextAt = writtenAt;
        }
    }

    private static final class Subject {
        private @Nullable String experimentId;
        private @Nullable String runId;
        private boolean sealed;
        private @Nullable Lease lease;
        private Instant heldUntil = Instant.MIN;
        private long fence;
    }
}
