package io.protolab.standalone.chaos;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Reads what MLflow has kept, in its own tables, past its server. */
final class MlflowDatabase {
    private final Jdbi database;

    MlflowDatabase(DataSource database) {
        this.database = Jdbi.create(database);
    }

    /** The runs of a trial, without those that were given up as a duplicate. */
    List<RunRows> ofTrial(String trial) {
        return runs("trial", trial);
    }

    /** The runs of a sweep itself, without those that were given up as a duplicate. */
    List<RunRows> ofSweep(String sweep) {
        return runs("sweep", sweep);
    }

    private List<RunRows> runs(String kind, String id) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT r.run_uuid, r.status
                        FROM runs r
                        JOIN tags k ON k.run_uuid = r.run_uuid AND k.key = 'protolab.kind' AND k.value = :kind
                        JOIN tags t ON t.run_uuid = r.run_uuid AND t.key = 'protolab.' || :kind AND t.value = :id
                        WHERE r.lifecycle_stage = 'active' ORDER BY 1""")
                .bind("kind", kind)
                .bind("id", id)
                .map((row, context) -> rows(handle, row.getString(1), row.getString(2)))
                .list());
    }

    private static RunRows rows(Handle handle, String run, String status) {
        Map<String, Integer> points = new TreeMap<>();
        Map<String, Double> values = new TreeMap<>();
        handle.createQuery(
                        "SELECT key, step, count(*), max(value) FROM metrics WHERE run_uuid = :run GROUP BY key, step")
                .bind("run", run)
                .map((row, context) -> {
                    String point = TrialRows.point(row.getInt(2), row.getString(1));
                    values.put(point, row.getDouble(4));
                    return points.put(point, row.getInt(3));
                })
                .list();
        return new RunRows(run, status, points, values);
    }
}
