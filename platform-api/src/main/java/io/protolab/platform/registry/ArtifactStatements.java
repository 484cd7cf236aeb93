package io.protolab.platform.registry;

import io.protolab.platform.artifact.Artifact;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

/** The SQL about artifacts and checkpoints. */
record ArtifactStatements(Handle handle) {
    /** Leaves recorded names as they are. */
    void insert(List<ArtifactRecord> artifacts) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into artifacts (owner, name, sha256, size, media_type, location)
                values (:owner, :name, :sha256, :size, :mediaType, :location)
                on conflict (owner, name) do nothing
                """);
        for (ArtifactRecord entry : artifacts) {
            batch.bind("owner", entry.owner())
                    .bind("name", entry.artifact().name())
                    .bind("sha256", entry.artifact().sha256())
                    .bind("size", entry.artifact().size())
                    .bind("mediaType", entry.artifact().mediaType())
                    .bind("location", entry.location())
                    .add();
        }
        batch.execute();
    }

    List<ArtifactRecord> ofOwner(String owner) {
        return handle.createQuery("""
                select * from artifacts where owner = :owner order by name collate "C"
                """)
                .bind("owner", owner)
                .map(ArtifactStatements::artifact)
                .list();
    }

    List<String> owners(String after, int limit) {
        return handle.createQuery("""
                select distinct owner collate "C" as owner from artifacts
                where owner collate "C" > :after
                order by 1
                limit :limit
                """)
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(String.class)
                .list();
    }

    List<ArtifactRecord> manifests() {
        return handle.createQuery("""
                select distinct on (d.manifest_sha256)
                       u.sweep_id as owner, d.manifest_name as name, d.manifest_sha256 as sha256,
                       d.manifest_size as size, d.manifest_media_type as media_type, d.location
                from datasets d join sweep_datasets u on u.manifest_sha256 = d.manifest_sha256
                order by d.manifest_sha256, u.recorded_at
                """).map(ArtifactStatements::artifact).list();
    }

    /** Among artifacts, checkpoints and manifests. */
    Optional<ArtifactRecord> find(String sha256) {
        return handle.createQuery("""
                select owner, name, sha256, size, media_type, location
                from artifacts where sha256 = :sha256
                union all
                select trial_id, name, sha256, size, media_type, location
                from checkpoints where sha256 = :sha256
                union all
                select u.sweep_id, d.manifest_name, d.manifest_sha256, d.manifest_size, d.manifest_media_type, d.location
                from datasets d join sweep_datasets u on u.manifest_sha256 = d.manifest_sha256
                where d.manifest_sha256 = :sha256
                limit 1
                """)
                .bind("sha256", sha256)
                .map(ArtifactStatements::artifact)
                .findOne();
    }

    /** Replaces an older checkpoint of the same epoch. */
    void upsertCheckpoint(String trialId, int epoch, Artifact checkpoint, String location) {
        handle.createUpdate("""
                insert into checkpoints (trial_id, epoch, name, sha256, size, media_type, location)
                values (:trial, :epoch, :name, :sha256, :size, :mediaType, :location)
                on conflict (trial_id, epoch) do update
                set name = excluded.name, sha256 = excluded.sha256, size = excluded.size,
                    media_type = excluded.media_type, location = excluded.location, recorded_at = now()
                """)
                .bind("trial", trialId)
                .bind("epoch", epoch)
                .bind("name", checkpoint.name())
                .bind("sha256", checkpoint.sha256())
                .bind("size", checkpoint.size())
                .bind("mediaType", checkpoint.mediaType())
                .bind("location", location)
                .execute();
    }

    private static ArtifactRecord artifact(ResultSet row, StatementContext context) throws SQLException {
        Artifact artifact = new Artifact(
                row.getString("name"), row.getString("sha256"), row.getLong("size"), row.getString("media_type"));
        return new ArtifactRecord(row.getString("owner"), artifact, row.getString("location"));
    }
}
