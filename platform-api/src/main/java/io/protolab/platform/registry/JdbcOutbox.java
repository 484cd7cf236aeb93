package io.protolab.platform.registry;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * The delivery side on PostgreSQL. Time is the database's, so that senders on several machines agree on it. A lease that ran out
 * still counts while nobody else took the subject: what its holder reports is true. Thread-safe.
 */
public final class JdbcOutbox implements Outbox {
    private final RegistryDatabase database;

    public JdbcOutbox(DataSource dataSource) {
        database = new RegistryDatabase(dataSource);
    }

    @Override
    public Optional<Lease> lease(String owner, Duration duration) {
        return database.write(handle -> new OutboxStatements(handle).lease(owner, duration));
    }

    @Override
    public List<PendingRow> pending(Lease lease, int limit) {
        return holding(lease, outbox -> outbox.pending(lease.subject(), limit));
    }

    @Override
    public void bind(Lease lease, String mlflowExperimentId, String mlflowRunId) {
        change(lease, outbox -> {
            outbox.bind(lease.subject(), mlflowExperimentId, mlflowRunId);
            Leases.requireSame(outbox.link(lease.subject()).orElseThrow(), mlflowExperimentId, mlflowRunId);
        });
    }

    @Override
    public Optional<Link> link(String subject) {
        return database.read(handle -> new OutboxStatements(handle).link(subject));
    }

    @Override
    public void acknowledge(Lease lease, List<Long> sequences) {
        change(lease, outbox -> outbox.acknowledge(lease.subject(), sequences));
    }

    @Override
    public void retryLater(Lease lease, long sequence, String error, Duration pause) {
        change(lease, outbox -> outbox.retryLater(lease.subject(), sequence, error, pause));
    }

    @Override
    public void park(Lease lease, long sequence, String error) {
        change(lease, outbox -> outbox.park(lease.subject(), sequence, error));
    }

    @Override
    public void seal(Lease lease) {
        change(lease, outbox -> outbox.seal(lease.subject()));
    }

    @Override
    public void release(Lease lease) {
        database.change(handle -> new OutboxStatements(handle).release(lease));
    }

    @Override
    public List<Lease> abandoned(Duration age) {
        return database.read(handle -> new OutboxStatements(handle).abandoned(age));
    }

    @Override
    public List<Link> links() {
        return database.read(handle -> new OutboxStatements(handle).links());
    }

    @Override
    public int redeliver(String subject) {
        return database.write(handle -> {
            OutboxStatements outbox = new OutboxStatements(handle);
            outbox.lockLink(subject);
            outbox.unseal(subject);
            return outbox.redeliver(subject);
        });
    }

    @Override
    public void unbind(String subject) {
        database.change(handle -> new OutboxStatements(handle).unbind(subject));
    }

    @Override
    public Backlog backlog() {
        return database.read(handle -> new OutboxStatements(handle).backlog());
    }

    @Override
    public List<Undelivered> undelivered() {
        return database.read(handle -> new OutboxStatements(handle).undelivered());
    }

    @Override
    public int revive(String subject) {
        return database.write(handle -> new OutboxStatements(handle).revive(subject));
    }

    private void change(Lease lease, Consumer<OutboxStatements> work) {
        holding(lease, outbox -> {
            work.accept(outbox);
            return true;
        });
    }

    private <T> T holding(Lease lease, Function<OutboxStatements, T> work) {
        return database.write(handle -> {
            OutboxStatements outbox = new OutboxStatements(handle);
            Leases.requireHeld(lease, outbox.lockLease(lease.subject()));
            return work.apply(outbox);
        });
    }
}
