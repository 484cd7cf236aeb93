package io.protolab.standalone.chaos;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Reads what MLflow has kept, in its own tables, past its server. */
final class MlflowTables {
    /** Of an address such as {@code mlflow-artifacts:/1/5f3a/artifacts}. */
    private static final String SCHEME = "mlflow-artifacts:/";

    /** MLflow's number for a model that can be loaded. */
    private static final int READY = 2;

    private final Jdbi database;

    MlflowTables(DataSource database) {
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
                        SELECT r.run_uuid, r.status, r.artifact_uri
                        FROM runs r
                        JOIN tags k ON k.run_uuid = r.run_uuid AND k.key = 'protolab.kind' AND k.value = :kind
                        JOIN tags t ON t.run_uuid = r.run_uuid AND t.key = 'protolab.' || :kind AND t.value = :id
                        WHERE r.lifecycle_stage = 'active' ORDER BY 1""")
                .bind("kind", kind)
                .bind("id", id)
                .map((row, context) -> rows(handle, row.getString(1), row.getString(2), place(row.getString(3))))
                .list());
    }

    private static RunRows rows(Handle handle, String run, String status, String place) {
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
        return new RunRows(run, status, place, models(handle, run), points, values);
    }

    private static List<RunRows.Model> models(Handle handle, String run) {
        return handle.createQuery("""
                        SELECT name, status, artifact_location FROM logged_models
                        WHERE source_run_id = :run AND lifecycle_stage = 'active' ORDER BY 1""")
                .bind("run", run)
                .map((row, context) ->
                        new RunRows.Model(row.getString(1), row.getInt(2) == READY, place(row.getString(3))))
                .list();
    }

    /** Ids of all runs and experiments that count, in words. */
    Set<String> subjects() {
        return Set.copyOf(database.withHandle(
                handle -> handle.createQuery("""
                        SELECT 'run ' || run_uuid FROM runs WHERE lifecycle_stage = 'active'
                        UNION SELECT 'experiment ' || experiment_id FROM experiments
                        WHERE lifecycle_stage = 'active' AND name <> 'Default'""").mapTo(String.class).list()));
    }

    /** Where runs and models may have files, those included that were given up. */
    Set<String> places() {
        return database.withHandle(handle -> handle.createQuery(
                        "SELECT artifact_uri FROM runs UNION SELECT artifact_location FROM logged_models")
                .mapTo(String.class)
                .map(MlflowTables::place)
                .collect(Collectors.toSet()));
    }

    private static String place(String address) {
        return address.startsWith(SCHEME) ? address.substring(SCHEME.length()) : address;
    }
}
