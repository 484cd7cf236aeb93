package io.protolab.standalone.chaos;

import io.protolab.platform.registry.EventKinds;
import io.protolab.platform.workflow.AttemptOutcome;
import io.protolab.platform.workflow.WorkflowIds;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Reads the registry row by row, past the code that wrote it. */
final class RegistryReader {
    private final Jdbi registry;

    RegistryReader(DataSource registry) {
        this.registry = Jdbi.create(registry);
    }

    /** All trials of a sweep, in order. */
    List<TrialRows> trials(String sweep) {
        return registry.withHandle(handle -> handle.createQuery("""
                        SELECT t.id, t.fingerprint, t.name, t.state, l.run_id
                        FROM trials t LEFT JOIN mlflow_link l ON l.subject = t.id
                        WHERE t.sweep_id = :sweep ORDER BY t.index""")
                .bind("sweep", sweep)
                .map((row, context) -> {
                    String id = row.getString("id");
                    return new TrialRows(
                            id,
                            row.getString("fingerprint"),
                            row.getString("name"),
                            row.getString("state"),
                            epochs(handle, id),
                            seconds(handle, id),
                            curves(handle, id),
                            numbers(handle, id),
                            files(handle, id),
                            row.getString("run_id"),
                            notReproducible(handle, id));
                })
                .list());
    }

    /** The attempts of a sweep's trials, those of one trial together and in order. */
    List<AttemptRows> attempts(String sweep) {
        return registry.withHandle(handle -> handle.createQuery("""
                        SELECT a.trial_id, a.number, a.worker, a.started_at, a.ended_at, a.outcome, a.last_seen_at, a.steps_repeated
                        FROM attempts a JOIN trials t ON t.id = a.trial_id
                        WHERE t.sweep_id = :sweep ORDER BY t.index, a.number""")
                .bind("sweep", sweep)
                .map((row, context) -> new AttemptRows(
                        row.getString("trial_id"),
                        row.getInt("number"),
                        row.getString("worker"),
                        instant(row, "started_at"),
                        instant(row, "ended_at"),
                        Optional.ofNullable(row.getString("outcome"))
                                .map(AttemptOutcome::valueOf)
                                .orElse(null),
                        instant(row, "last_seen_at"),
                        row.getLong("steps_repeated")))
                .list());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    private static int epochs(Handle handle, String trial) {
        return handle.createQuery("SELECT count(*) FROM epochs WHERE trial_id = :trial")
                .bind("trial", trial)
                .mapTo(Integer.class)
                .one();
    }

    private static SortedMap<Integer, Double> seconds(Handle handle, String trial) {
        SortedMap<Integer, Double> seconds = new TreeMap<>();
        handle.createQuery("SELECT epoch, seconds FROM epochs WHERE trial_id = :trial")
                .bind("trial", trial)
                .map((row, context) -> seconds.put(row.getInt("epoch"), row.getDouble("seconds")))
                .list();
        return seconds;
    }

    private static SortedMap<String, Double> curves(Handle handle, String trial) {
        SortedMap<String, Double> curves = new TreeMap<>();
        handle.createQuery("SELECT epoch, name, value FROM epoch_metrics WHERE trial_id = :trial")
                .bind("trial", trial)
                .map((row, context) ->
                        curves.put(TrialRows.point(row.getInt("epoch"), row.getString("name")), row.getDouble("value")))
                .list();
        return curves;
    }

    private static SortedMap<String, Double> numbers(Handle handle, String trial) {
        SortedMap<String, Double> numbers = new TreeMap<>();
        handle.createQuery("SELECT name, value FROM final_metrics WHERE trial_id = :trial")
                .bind("trial", trial)
                .map((row, context) -> numbers.put(row.getString("name"), row.getDouble("value")))
                .list();
        return numbers;
    }

    private static SortedMap<String, String> files(Handle handle, String owner) {
        SortedMap<String, String> files = new TreeMap<>();
        handle.createQuery("SELECT name, sha256 FROM artifacts WHERE owner = :owner")
                .bind("owner", owner)
                .map((row, context) -> files.put(row.getString("name"), row.getString("sha256")))
                .list();
        return files;
    }

    private static List<String> notReproducible(Handle handle, String subject) {
        return handle.createQuery("SELECT message FROM events WHERE subject = :subject AND kind = :kind")
                .bind("subject", subject)
                .bind("kind", EventKinds.NOT_REPRODUCIBLE)
                .mapTo(String.class)
                .list();
    }

    /** The state of a sweep, with the reason if there is one. */
    String state(String sweep) {
        return registry.withHandle(
                handle -> handle.createQuery("SELECT state || ' ' || reason FROM sweeps WHERE id = :sweep")
                        .bind("sweep", sweep)
                        .mapTo(String.class)
                        .one()
                        .strip());
    }

    /** The MLflow run of a sweep or trial; empty if there is none. */
    String run(String subject) {
        return registry.withHandle(
                handle -> handle.createQuery("SELECT coalesce(run_id, '') FROM mlflow_link WHERE subject = :subject")
                        .bind("subject", subject)
                        .mapTo(String.class)
                        .findOne()
                        .orElse(""));
    }

    /** What will never be delivered to MLflow, or not yet. */
    List<String> undelivered() {
        return registry.withHandle(
                handle -> handle.createQuery("""
                        SELECT subject || ': ' || kind || ' ' || key || ' is ' || state || coalesce(', ' || last_error, '')
                        FROM mlflow_outbox WHERE state <> 'ACKNOWLEDGED' ORDER BY sequence""").mapTo(String.class).list());
    }

    /** Runs and experiments of MLflow that sweeps and trials are linked to, in words. */
    Set<String> links() {
        return names(
                "SELECT 'run ' || run_id FROM mlflow_link UNION SELECT 'experiment ' || experiment_id FROM mlflow_link");
    }

    /** Keys of the feature sets that are there. */
    Set<String> featureSets() {
        return names("SELECT key FROM feature_sets WHERE evicted_at IS NULL");
    }

    /** The sha256 of all content in the artifact store. */
    Set<String> contents() {
        return names("SELECT sha256 FROM artifacts UNION SELECT manifest_sha256 FROM datasets");
    }

    private Set<String> names(String sql) {
        return registry.withHandle(handle -> handle.createQuery(sql)
                .mapTo(String.class)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()));
    }

    /** Ids of the workflows of all sweeps and trials. */
    List<String> workflows() {
        return registry.withHandle(handle -> Stream.concat(
                        handle.createQuery("SELECT id FROM sweeps ORDER BY 1").mapTo(String.class).stream()
                                .map(WorkflowIds::sweep),
                        handle.createQuery("SELECT id FROM trials ORDER BY 1").mapTo(String.class).stream()
                                .map(WorkflowIds::trial))
                .toList());
    }

    /** Rights to deliver that somebody still holds. */
    List<String> leases() {
        return registry.withHandle(
                handle -> handle.createQuery("""
                        SELECT subject || ': leased by ' || lease_owner || ' until ' || lease_until
                        FROM mlflow_link WHERE lease_until > now() ORDER BY 1""").mapTo(String.class).list());
    }

    /** Runs that were never read back and found equal. */
    List<String> unsealed() {
        return registry.withHandle(handle -> handle.createQuery(
                        "SELECT subject || ' is ' || state FROM mlflow_link WHERE state <> 'SEALED' ORDER BY 1")
                .mapTo(String.class)
                .list());
    }
}
