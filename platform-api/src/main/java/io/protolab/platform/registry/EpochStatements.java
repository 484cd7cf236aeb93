package io.protolab.platform.registry;

import io.protolab.platform.experiment.EpochMetrics;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

/** The SQL about epochs and their curves. */
record EpochStatements(Handle handle) {
    /** Leaves known epochs as they are. */
    void insertEpochs(String trialId, List<EpochMetrics> epochs) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into epochs (trial_id, epoch, seconds, finished_at)
                values (:trial, :epoch, :seconds, :finishedAt)
                on conflict (trial_id, epoch) do nothing
                """);
        for (EpochMetrics epoch : epochs) {
            batch.bind("trial", trialId)
                    .bind("epoch", epoch.epoch())
                    .bind("seconds", epoch.seconds())
                    .bind("finishedAt", epoch.finishedAt().truncatedTo(ChronoUnit.MICROS))
                    .add();
        }
        batch.execute();
    }

    /** Leaves known values as they are. */
    void insertMetrics(String trialId, List<EpochMetrics> epochs) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into epoch_metrics (trial_id, epoch, name, value)
                values (:trial, :epoch, :name, :value)
                on conflict (trial_id, epoch, name) do nothing
                """);
        for (EpochMetrics epoch : epochs) {
            epoch.values()
                    .forEach((name, value) -> batch.bind("trial", trialId)
                            .bind("epoch", epoch.epoch())
                            .bind("name", name)
                            .bind("value", value)
                            .add());
        }
        batch.execute();
    }

    List<EpochMetrics> find(String trialId, List<Integer> epochs) {
        return handle.createQuery("""
                select * from epoch_overview where trial_id = :trial and epoch = any(:epochs)
                """)
                .bind("trial", trialId)
                .bindArray("epochs", Integer.class, epochs)
                .map(EpochStatements::epoch)
                .list();
    }

    List<EpochMetrics> ofTrial(String trialId) {
        return handle.createQuery("""
                select * from epoch_overview where trial_id = :trial order by epoch
                """)
                .bind("trial", trialId)
                .map(EpochStatements::epoch)
                .list();
    }

    Map<String, EpochMetrics> newestOfOpenTrials(String sweepId) {
        return handle.createQuery("""
                select newest.*
                from trials t
                cross join lateral
                    (select * from epoch_overview e where e.trial_id = t.id order by e.epoch desc limit 1) newest
                where t.sweep_id = :sweep and t.ended_at is null
                """)
                .bind("sweep", sweepId)
                .map((row, context) -> Map.entry(row.getString("trial_id"), epoch(row, context)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static EpochMetrics epoch(ResultSet row, StatementContext context) throws SQLException {
        return new EpochMetrics(
                row.getInt("epoch"),
                Columns.metrics(row),
                row.getDouble("seconds"),
                Columns.instant(row, "finished_at"));
    }
}
