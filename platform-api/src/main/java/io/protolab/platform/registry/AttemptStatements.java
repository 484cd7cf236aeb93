package io.protolab.platform.registry;

import static java.util.stream.Collectors.toMap;

import io.protolab.platform.workflow.AttemptEnd;
import io.protolab.platform.workflow.AttemptOutcome;
import io.protolab.platform.workflow.AttemptStart;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The SQL about attempts. */
record AttemptStatements(Handle handle) {
    Optional<Integer> number(String trialId, String opening) {
        return handle.createQuery("""
                select number from attempts where trial_id = :trial and opening = :opening
                """)
                .bind("trial", trialId)
                .bind("opening", opening)
                .mapTo(Integer.class)
                .findOne();
    }

    /** Gives it the next number. */
    int insert(String trialId, String opening, @Nullable Integer microBatch) {
        return handle.createQuery("""
                insert into attempts (trial_id, number, opening, micro_batch, opened_at)
                select :trial, coalesce(max(number), 0) + 1, :opening, :microBatch, now()
                from attempts where trial_id = :trial
                returning number
                """)
                .bind("trial", trialId)
                .bind("opening", opening)
                .bind("microBatch", microBatch)
                .mapTo(Integer.class)
                .one();
    }

    /** @return false if it is no open attempt that waits for its start */
    boolean start(String trialId, AttemptStart attempt) {
        return handle.createUpdate("""
                        update attempts
                        set worker = :worker, host = :host, device = :device, threads = :threads, first_epoch = :firstEpoch,
                            first_step = :firstStep, steps_repeated = :stepsRepeated, started_at = :startedAt
                        where trial_id = :trial and number = :number and started_at is null and ended_at is null
                        """)
                        .bind("trial", trialId)
                        .bind("number", attempt.number())
                        .bind("worker", attempt.worker())
                        .bind("host", attempt.host())
                        .bind("device", attempt.device())
                        .bind("threads", attempt.threads())
                        .bind("firstEpoch", attempt.firstEpoch())
                        .bind("firstStep", attempt.firstStep())
                        .bind("stepsRepeated", attempt.stepsRepeated())
                        .bind("startedAt", attempt.startedAt().truncatedTo(ChronoUnit.MICROS))
                        .execute()
                == 1;
    }

    /** Never fewer steps than before. */
    void setReachedStep(String trialId, int number, long step) {
        handle.createUpdate("""
                update attempts
                set steps_done = greatest(steps_done, :step - first_step)
                where trial_id = :trial and number = :number and first_step is not null
                """)
                .bind("trial", trialId)
                .bind("number", number)
                .bind("step", step)
                .execute();
    }

    /** Nothing if it ended before. */
    void end(String trialId, int number, AttemptEnd end) {
        Instant lastSeenAt = end.lastSeenAt();
        setReachedStep(trialId, number, end.steps());
        handle.createUpdate("""
                update attempts
                set ended_at = now(), outcome = :outcome, evidence = :evidence, last_seen_at = :lastSeenAt
                where trial_id = :trial and number = :number and ended_at is null
                """)
                .bind("trial", trialId)
                .bind("number", number)
                .bind("outcome", end.outcome())
                .bind("evidence", end.evidence())
                .bind("lastSeenAt", lastSeenAt == null ? null : lastSeenAt.truncatedTo(ChronoUnit.MICROS))
                .execute();
    }

    Optional<AttemptRecord> open(String trialId) {
        return ofTrial(trialId).stream()
                .filter(attempt -> attempt.endedAt() == null)
                .findFirst();
    }

    List<AttemptRecord> ofTrial(String trialId) {
        return handle.createQuery("""
                select * from attempts where trial_id = :trial order by number
                """)
                .bind("trial", trialId)
                .map(AttemptStatements::attempt)
                .list();
    }

    Map<String, AttemptRecord> newestFailures(String sweepId) {
        return handle.createQuery("""
                select distinct on (a.trial_id) a.*
                from attempts a join trials t on t.id = a.trial_id
                where t.sweep_id = :sweep and a.outcome not in ('DONE', 'HANDED_BACK', 'CANCELLED')
                order by a.trial_id, a.number desc
                """).bind("sweep", sweepId).map(AttemptStatements::attempt).stream()
                .collect(toMap(AttemptRecord::trialId, attempt -> attempt));
    }

    /** Open, although their trials do not run. */
    List<AttemptRecord> stray(Duration age) {
        return handle.createQuery("""
                select a.* from attempts a join trials t on t.id = a.trial_id
                where a.ended_at is null
                  and t.state <> 'RUNNING'
                  and a.opened_at < now() - make_interval(secs => :seconds)
                order by a.trial_id collate "C", a.number
                """)
                .bind("seconds", age.toNanos() / 1e9)
                .map(AttemptStatements::attempt)
                .list();
    }

    private static AttemptRecord attempt(ResultSet row, StatementContext context) throws SQLException {
        String outcome = row.getString("outcome");
        return new AttemptRecord(
                row.getString("trial_id"),
                row.getInt("number"),
                row.getObject("micro_batch", Integer.class),
                Columns.instant(row, "opened_at"),
                row.getString("worker"),
                row.getString("host"),
                row.getString("device"),
                row.getInt("threads"),
                row.getInt("first_epoch"),
                row.getLong("first_step"),
                row.getLong("steps_done"),
                row.getLong("steps_repeated"),
                Columns.optionalInstant(row, "started_at"),
                Columns.optionalInstant(row, "ended_at"),
                outcome == null ? null : AttemptOutcome.valueOf(outcome),
                row.getString("evidence"),
                Columns.optionalInstant(row, "last_seen_at"));
    }
}
