package io.protolab.platform.registry;

import io.protolab.platform.experiment.TrialState;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** The audit on PostgreSQL. */
public final class JdbcAudit implements Audit {
    private final RegistryDatabase database;

    public JdbcAudit(DataSource dataSource) {
        database = new RegistryDatabase(dataSource);
    }

    @Override
    public List<TrialRecord> runningTrials() {
        return database.read(handle -> new TrialStatements(handle).running());
    }

    @Override
    public List<AttemptRecord> strayAttempts(Duration age) {
        return database.read(handle -> new AttemptStatements(handle).stray(age));
    }

    @Override
    public Map<String, Standing> standings(Collection<String> trialIds) {
        return database.read(handle -> {
            Map<String, Standing> standings = new HashMap<>();
            handle.createQuery("""
                    select id, state, ended_at from trials where id = any(:ids)
                    """)
                    .bindArray("ids", String.class, List.copyOf(trialIds))
                    .map((row, context) -> standings.put(
                            row.getString("id"),
                            new Standing(
                                    TrialState.valueOf(row.getString("state")),
                                    Columns.optionalInstant(row, "ended_at"))))
                    .list();
            return standings;
        });
    }

    @Override
    public List<String> fileOwners(String after, int limit) {
        return database.read(handle -> new ArtifactStatements(handle).owners(after, limit));
    }

    @Override
    public List<ArtifactRecord> manifests() {
        return database.read(handle -> new ArtifactStatements(handle).manifests());
    }
}
