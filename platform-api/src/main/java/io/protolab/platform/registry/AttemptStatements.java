package io.protolab.platform.registry;

import io.protolab.platform.workflow.AttemptStart;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The SQL about attempts. */
record AttemptStatements(Handle handle) {
    /** {@code number} is the attempt's own, or the next one if that is taken. */
    void insert(String trialId, int number, AttemptStart attempt) {
        handle.createUpdate("""
                insert into attempts (trial_id, number, worker, device, first_epoch, started_at)
                values (:trial, :number, :worker, :device, :firstEpoch, :startedAt)
                """)
                .bind("trial", trialId)
                .bind("number", number)
                .bind("worker", attempt.worker())
                .bind("device", attempt.device())
                .bind("firstEpoch", attempt.firstEpoch())
                .bind("startedAt", attempt.startedAt().truncatedTo(ChronoUnit.MICROS))
                .execute();
    }

    void endOpen(String trialId, String outcome) {
        handle.createUpdate("""
                update attempts
                set ended_at = now(), outcome = :outcome
                where trial_id = :trial and ended_at is null
                """).bind("trial", trialId).bind("outcome", outcome).execute();
    }

    List<AttemptRecord> ofTrial(String trialId) {
        return handle.createQuery("""
                select * from attempts where trial_id = :trial order by number
                """)
                .bind("trial", trialId)
                .map(AttemptStatements::attempt)
                .list();
    }

    private static AttemptRecord attempt(ResultSet row, StatementContext context) throws SQLException {
        return new AttemptRecord(
                row.getString("trial_id"),
                row.getInt("number"),
                row.getString("worker"),
                row.getString("device"),
                row.getInt("first_epoch"),
                Columns.instant(row, "started_at"),
                Columns.optionalInstant(row, "ended_at"),
                row.getString("outcome"));
    }
}
