package io.protolab.platform.registry;

import io.protolab.platform.registry.Outbox.Backlog;
import io.protolab.platform.registry.Outbox.Lease;
import io.protolab.platform.registry.Outbox.Link;
import io.protolab.platform.registry.Outbox.PendingRow;
import io.protolab.platform.registry.Outbox.Undelivered;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The SQL about the outbox and its links. */
record OutboxStatements(Handle handle) {
    void insertLink(String subject) {
        handle.createUpdate("""
                insert into mlflow_link (subject) values (:subject)
                on conflict (subject) do nothing
                """).bind("subject", subject).execute();
    }

    /** Makes writers of a subject wait for each other, so that rows become visible in the order of their numbers. */
    void lockLink(String subject) {
        handle.createQuery("""
                select fence from mlflow_link where subject = :subject for update
                """).bind("subject", subject).mapTo(Long.class).one();
    }

    /** @return false if the key is known */
    boolean insert(OutboxRow row) {
        return handle.createUpdate("""
                insert into mlflow_outbox (subject, kind, key, payload)
                values (:subject, :kind, :key, :payload)
                on conflict (subject, kind, key) do nothing
                """)
                        .bind("subject", row.subject())
                        .bind("kind", row.kind())
                        .bind("key", row.key())
                        .bind("payload", row.payload())
                        .execute()
                == 1;
    }

    void unseal(String subject) {
        handle.createUpdate("""
                update mlflow_link set state = 'BOUND' where subject = :subject and state = 'SEALED'
                """).bind("subject", subject).execute();
    }

    Optional<Lease> lease(String owner, Duration duration) {
        return handle.createQuery("""
                with free as (
                    select l.subject
                    from mlflow_link l
                    cross join lateral (
                        select o.sequence, o.state, o.next_at
                        from mlflow_outbox o
                        where o.subject = l.subject and o.state <> 'ACKNOWLEDGED'
                        order by o.sequence
                        limit 1
                    ) oldest
                    where (l.lease_until is null or l.lease_until <= now())
                      and oldest.state = 'PENDING'
                      and oldest.next_at <= now()
                    order by oldest.sequence
                    limit 1
                    for update of l skip locked
                )
                update mlflow_link l
                set lease_owner = :owner, lease_until = now() + make_interval(secs => :seconds), fence = l.fence + 1
                from free
                where l.subject = free.subject
                returning l.subject, l.lease_owner, l.fence
                """)
                .bind("owner", owner)
                .bind("seconds", seconds(duration))
                .map(OutboxStatements::heldLease)
                .findOne();
    }

    /** The newest lease of a subject, held against changes until the end of the transaction; empty if it was released. */
    Optional<Lease> lockLease(String subject) {
        return handle.createQuery("""
                select subject, lease_owner, fence from mlflow_link
                where subject = :subject and lease_owner is not null
                for update
                """)
                .bind("subject", subject)
                .map(OutboxStatements::heldLease)
                .findOne();
    }

    void release(Lease lease) {
        handle.createUpdate("""
                update mlflow_link set lease_owner = null, lease_until = null
                where subject = :subject and fence = :fence
                """)
                .bind("subject", lease.subject())
                .bind("fence", lease.fence())
                .execute();
    }

    /** Pending rows before the first one that is parked or not due. */
    List<PendingRow> pending(String subject, int limit) {
        return handle.createQuery("""
                select * from mlflow_outbox
                where subject = :subject
                  and state = 'PENDING'
                  and sequence < coalesce(
                      (select min(sequence) from mlflow_outbox
                       where subject = :subject
                         and (state = 'PARKED' or state = 'PENDING' and next_at > now())),
                      9223372036854775807)
                order by sequence
                limit :limit
                """)
                .bind("subject", subject)
                .bind("limit", limit)
                .map(OutboxStatements::pendingRow)
                .list();
    }

    void bind(String subject, String experimentId, String runId) {
        handle.createUpdate("""
                update mlflow_link set experiment_id = :experiment, run_id = :run, state = 'BOUND'
                where subject = :subject and state = 'NONE'
                """)
                .bind("subject", subject)
                .bind("experiment", experimentId)
                .bind("run", runId)
                .execute();
    }

    Optional<Link> link(String subject) {
        return handle.createQuery("""
                select * from mlflow_link where subject = :subject
                """)
                .bind("subject", subject)
                .map(OutboxStatements::link)
                .findOne();
    }

    void seal(String subject) {
        handle.createUpdate("""
                update mlflow_link set state = 'SEALED' where subject = :subject and state = 'BOUND'
                """).bind("subject", subject).execute();
    }

    void acknowledge(String subject, List<Long> sequences) {
        handle.createUpdate("""
                update mlflow_outbox set state = 'ACKNOWLEDGED', acked_at = now()
                where subject = :subject and sequence = any(:sequences) and state <> 'ACKNOWLEDGED'
                """)
                .bind("subject", subject)
                .bindArray("sequences", Long.class, sequences)
                .execute();
    }

    void retryLater(String subject, long sequence, String error, Duration pause) {
        handle.createUpdate("""
                update mlflow_outbox
                set attempts = attempts + 1, last_error = :error, next_at = now() + make_interval(secs => :seconds)
                where subject = :subject and sequence = :sequence and state = 'PENDING'
                """)
                .bind("subject", subject)
                .bind("sequence", sequence)
                .bind("error", error)
                .bind("seconds", seconds(pause))
                .execute();
    }

    void park(String subject, long sequence, String error) {
        handle.createUpdate("""
                update mlflow_outbox set attempts = attempts + 1, last_error = :error, state = 'PARKED'
                where subject = :subject and sequence = :sequence and state = 'PENDING'
                """)
                .bind("subject", subject)
                .bind("sequence", sequence)
                .bind("error", error)
                .execute();
    }

    List<Lease> abandoned(Duration age) {
        return handle.createQuery("""
                select subject, lease_owner, fence from mlflow_link
                where lease_until < now() - make_interval(secs => :seconds)
                order by subject collate "C"
                """)
                .bind("seconds", seconds(age))
                .map(OutboxStatements::heldLease)
                .list();
    }

    List<Link> links() {
        return handle.createQuery("""
                select * from mlflow_link where state <> 'NONE' order by subject collate "C"
                """).map(OutboxStatements::link).list();
    }

    int redeliver(String subject) {
        return handle.createUpdate("""
                update mlflow_outbox
                set state = 'PENDING', attempts = 0, next_at = now(), last_error = null, acked_at = null
                where subject = :subject
                """).bind("subject", subject).execute();
    }

    void unbind(String subject) {
        handle.createUpdate("""
                update mlflow_link set state = 'NONE', experiment_id = null, run_id = null where subject = :subject
                """).bind("subject", subject).execute();
    }

    Backlog backlog() {
        return handle.createQuery("""
                select count(*) filter (where state = 'PENDING') as pending,
                       count(*) filter (where state = 'PARKED') as parked,
                       coalesce(extract(epoch from now() - min(written_at)), 0) as oldest
                from mlflow_outbox
                where state <> 'ACKNOWLEDGED'
                """)
                .map((row, context) ->
                        new Backlog(row.getLong("pending"), row.getLong("parked"), Duration.ofNanos((long)
                                (row.getDouble("oldest") * 1e9))))
                .one();
    }

    List<Undelivered> undelivered() {
        return handle.createQuery("""
                select subject,
                       count(*) filter (where state = 'PENDING') as pending,
                       count(*) filter (where state = 'PARKED') as parked,
                       min(written_at) as oldest,
                       (array_agg(last_error order by sequence) filter (where last_error is not null))[1] as error
                from mlflow_outbox
                where state <> 'ACKNOWLEDGED'
                group by subject
                order by min(sequence)
                """)
                .map((row, context) -> new Undelivered(
                        row.getString("subject"),
                        row.getLong("pending"),
                        row.getLong("parked"),
                        Columns.instant(row, "oldest"),
                        row.getString("error")))
                .list();
    }

    int revive(String subject) {
        return handle.createUpdate("""
                update mlflow_outbox set state = 'PENDING', attempts = 0, next_at = now()
                where subject = :subject and state = 'PARKED'
                """).bind("subject", subject).execute();
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static Lease heldLease(ResultSet row, StatementContext context) throws SQLException {
        return new Lease(row.getString("subject"), row.getString("lease_owner"), row.getLong("fence"));
    }

    private static Link link(ResultSet row, StatementContext context) throws SQLException {
        return new Link(
                row.getString("subject"),
                row.getString("experiment_id"),
                row.getString("run_id"),
                row.getString("state").equals("SEALED"));
    }

    private static PendingRow pendingRow(ResultSet row, StatementContext context) throws SQLException {
        OutboxRow content = new OutboxRow(
                row.getString("subject"), row.getString("kind"), row.getString("key"), row.getBytes("payload"));
        return new PendingRow(row.getLong("sequence"), content, row.getInt("attempts"));
    }
}
