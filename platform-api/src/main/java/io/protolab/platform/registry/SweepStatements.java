package io.protolab.platform.registry;

import io.protolab.platform.experiment.SweepSpec;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The SQL about sweeps. */
record SweepStatements(Handle handle) {
    void insertExperiment(String name) {
        handle.createUpdate("""
                insert into experiments (name) values (:name)
                on conflict (name) do nothing
                """).bind("name", name).execute();
    }

    /** @return false if the id is taken */
    boolean insert(NewSweep sweep) {
        return handle.createUpdate("""
                insert into sweeps (id, experiment, fingerprint, spec)
                values (:id, :experiment, :fingerprint, cast(:spec as json))
                on conflict (id) do nothing
                """)
                        .bind("id", sweep.id())
                        .bind("experiment", sweep.spec().experiment())
                        .bind("fingerprint", sweep.fingerprint())
                        .bind("spec", Json.text(sweep.spec()))
                        .execute()
                == 1;
    }

    Optional<SweepRecord> find(String id) {
        return handle.createQuery("""
                select * from sweep_overview where id = :id
                """)
                .bind("id", id)
                .map(SweepStatements::sweep)
                .findOne();
    }

    List<SweepRecord> newest(int limit) {
        return handle.createQuery("""
                select * from sweep_overview order by number desc limit :limit
                """)
                .bind("limit", limit)
                .map(SweepStatements::sweep)
                .list();
    }

    List<SweepRecord> open() {
        return handle.createQuery("""
                select * from sweep_overview where ended_at is null order by number
                """).map(SweepStatements::sweep).list();
    }

    /** The state, held against changes until the end of the transaction. */
    SweepState lock(String id) {
        return handle.createQuery("""
                select state from sweeps where id = :id for update
                """)
                .bind("id", id)
                .mapTo(SweepState.class)
                .findOne()
                .orElseThrow(() -> new RegistryException("there is no sweep " + id));
    }

    void changeState(String id, SweepState state, String reason) {
        handle.createUpdate("""
                update sweeps
                set state = :state,
                    reason = :reason,
                    started_at = case when :running then coalesce(started_at, now()) else started_at end,
                    ended_at = case when :final then now() end
                where id = :id
                """)
                .bind("id", id)
                .bind("state", state)
                .bind("reason", reason)
                .bind("running", state == SweepState.RUNNING)
                .bind("final", state.isFinal())
                .execute();
    }

    private static SweepRecord sweep(ResultSet row, StatementContext context) throws SQLException {
        return new SweepRecord(
                row.getString("id"),
                row.getString("experiment"),
                row.getString("fingerprint"),
                Columns.json(row, "spec", SweepSpec.class),
                SweepState.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getInt("trials"),
                row.getInt("complete"),
                row.getInt("failed"),
                Columns.instant(row, "created_at"),
                Columns.optionalInstant(row, "started_at"),
                Columns.optionalInstant(row, "ended_at"));
    }
}
