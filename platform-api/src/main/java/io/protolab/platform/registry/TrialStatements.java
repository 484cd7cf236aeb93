package io.protolab.platform.registry;

import io.protolab.platform.experiment.Metrics;
import io.protolab.platform.experiment.Provenance;
import io.protolab.platform.experiment.TrialSpec;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

/** The SQL about trials and their final metrics. */
record TrialStatements(Handle handle) {
    void insert(String sweepId, List<NewSweep.NewTrial> trials) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into trials (id, sweep_id, index, name, fingerprint, spec, assignment, seed)
                values (:id, :sweep, :index, :name, :fingerprint, cast(:spec as json), :assignment, :seed)
                """);
        for (NewSweep.NewTrial trial : trials) {
            batch.bind("id", trial.id())
                    .bind("sweep", sweepId)
                    .bind("index", trial.index())
                    .bind("name", trial.name())
                    .bind("fingerprint", trial.fingerprint())
                    .bind("spec", Json.text(trial.spec()))
                    .bind("assignment", Json.text(trial.spec().assignment()))
                    .bind("seed", trial.spec().seed())
                    .add();
        }
        batch.execute();
    }

    Optional<TrialRecord> find(String id) {
        return handle.createQuery("""
                select * from trial_overview where id = :id
                """)
                .bind("id", id)
                .map(TrialStatements::trial)
                .findOne();
    }

    List<TrialRecord> ofSweep(String sweepId) {
        return handle.createQuery("""
                select * from trial_overview where sweep_id = :sweep order by index
                """)
                .bind("sweep", sweepId)
                .map(TrialStatements::trial)
                .list();
    }

    List<TrialRecord> open(String sweepId, int fromIndex, int limit) {
        return handle.createQuery("""
                select * from trial_overview
                where sweep_id = :sweep and ended_at is null and index >= :from
                order by index
                limit :limit
                """)
                .bind("sweep", sweepId)
                .bind("from", fromIndex)
                .bind("limit", limit)
                .map(TrialStatements::trial)
                .list();
    }

    List<TrialRecord> running() {
        return handle.createQuery("""
                select * from trial_overview where ended_at is null and state = 'RUNNING' order by id collate "C"
                """).map(TrialStatements::trial).list();
    }

    /** The state, held against changes until the end of the transaction. */
    TrialState lock(String id) {
        return handle.createQuery("""
                select state from trials where id = :id for update
                """)
                .bind("id", id)
                .mapTo(TrialState.class)
                .findOne()
                .orElseThrow(() -> new RegistryException("there is no trial " + id));
    }

    void changeState(String id, TrialState state, String reason) {
        handle.createUpdate("""
                update trials
                set state = :state,
                    reason = :reason,
                    started_at = case when :running then coalesce(started_at, now()) else started_at end,
                    ended_at = case when :final then now() end
                where id = :id
                """)
                .bind("id", id)
                .bind("state", state)
                .bind("reason", reason)
                .bind("running", state == TrialState.RUNNING)
                .bind("final", state.isFinal())
                .execute();
    }

    void setProvenance(String id, Provenance provenance) {
        handle.createUpdate("""
                update trials set provenance = cast(:provenance as json) where id = :id
                """)
                .bind("id", id)
                .bind("provenance", Json.text(provenance))
                .execute();
    }

    void insertMetrics(String id, Metrics metrics) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into final_metrics (trial_id, name, value) values (:trial, :name, :value)
                """);
        metrics.values()
                .forEach((name, value) -> batch.bind("trial", id)
                        .bind("name", name)
                        .bind("value", value)
                        .add());
        batch.execute();
    }

    private static TrialRecord trial(ResultSet row, StatementContext context) throws SQLException {
        return new TrialRecord(
                row.getString("id"),
                row.getString("sweep_id"),
                row.getInt("index"),
                row.getString("name"),
                Columns.json(row, "spec", TrialSpec.class),
                row.getString("fingerprint"),
                TrialState.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getInt("epochs"),
                row.getInt("attempts"),
                new Metrics(Columns.metrics(row)),
                Columns.optionalJson(row, "provenance", Provenance.class),
                Columns.optionalInstant(row, "started_at"),
                Columns.optionalInstant(row, "ended_at"),
                row.getString("mlflow_run_id"));
    }
}
