package io.protolab.platform.registry;

import io.protolab.platform.workflow.FeatureSet;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The SQL about backbones and feature sets. */
record FeatureStatements(Handle handle) {
    void insertBackbone(FeatureSet features) {
        handle.createUpdate("""
                insert into backbones (weights_sha256, name)
                values (:sha256, :name)
                on conflict (weights_sha256) do nothing
                """)
                .bind("sha256", features.weightsSha256())
                .bind("name", features.backbone())
                .execute();
    }

    /** One that was evicted is there again. */
    void upsertFeatureSet(FeatureSet features) {
        handle.createUpdate("""
                insert into feature_sets (key, weights_sha256, images, tokens, dim, bytes)
                values (:key, :weights, :images, :tokens, :dim, :bytes)
                on conflict (key) do update set evicted_at = null
                """)
                .bind("key", features.key())
                .bind("weights", features.weightsSha256())
                .bind("images", features.images())
                .bind("tokens", features.tokens())
                .bind("dim", features.dim())
                .bind("bytes", features.bytes())
                .execute();
    }

    void insertUse(String sweepId, FeatureSet features) {
        handle.createUpdate("""
                insert into sweep_feature_sets (sweep_id, dataset, backbone, feature_key)
                values (:sweep, :dataset, :backbone, :key)
                on conflict (sweep_id, dataset, backbone, feature_key) do nothing
                """)
                .bind("sweep", sweepId)
                .bind("dataset", features.dataset())
                .bind("backbone", features.backbone())
                .bind("key", features.key())
                .execute();
    }

    List<FeatureSetRecord> leastRecentlyUsedFirst() {
        return handle.createQuery("""
                select * from feature_set_overview order by last_used_at, key
                """).map(FeatureStatements::featureSet).list();
    }

    /** Holds the set against sweeps that are about to use it, until the end of the transaction. */
    void lock(String key) {
        boolean known = handle.createQuery("""
                select key from feature_sets where key = :key for update
                """)
                .bind("key", key)
                .mapTo(String.class)
                .findOne()
                .isPresent();
        if (!known) {
            throw new RegistryException("there is no feature set " + key);
        }
    }

    /** @return false if an open sweep uses it */
    boolean evict(String key) {
        return handle.createUpdate("""
                update feature_sets f
                set evicted_at = coalesce(f.evicted_at, now())
                where f.key = :key
                  and not exists
                    (select from sweep_feature_sets u join sweeps s on s.id = u.sweep_id
                     where u.feature_key = f.key and s.ended_at is null)
                """).bind("key", key).execute() == 1;
    }

    private static FeatureSetRecord featureSet(ResultSet row, StatementContext context) throws SQLException {
        return new FeatureSetRecord(
                row.getString("key"),
                List.of((String[]) row.getArray("uses").getArray()),
                row.getInt("images"),
                row.getInt("tokens"),
                row.getInt("dim"),
                row.getLong("bytes"),
                row.getBoolean("in_use"),
                Columns.instant(row, "recorded_at"),
                Columns.instant(row, "last_used_at"),
                Columns.optionalInstant(row, "evicted_at"));
    }
}
