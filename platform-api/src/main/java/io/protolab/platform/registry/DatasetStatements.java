package io.protolab.platform.registry;

import io.protolab.platform.dataset.PreparedDataset;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The SQL about datasets. */
record DatasetStatements(Handle handle) {
    void insertDataset(PreparedDataset dataset, String manifestLocation) {
        handle.createUpdate("""
                insert into datasets (manifest_sha256, manifest_name, manifest_size, manifest_media_type, location,
                                      classes, train, validation, test, unreadable)
                values (:sha256, :name, :size, :mediaType, :location, :classes, :train, :validation, :test, :unreadable)
                on conflict (manifest_sha256) do nothing
                """)
                .bind("sha256", dataset.manifest().sha256())
                .bind("name", dataset.manifest().name())
                .bind("size", dataset.manifest().size())
                .bind("mediaType", dataset.manifest().mediaType())
                .bind("location", manifestLocation)
                .bind("classes", dataset.classes())
                .bind("train", dataset.train())
                .bind("validation", dataset.validation())
                .bind("test", dataset.test())
                .bind("unreadable", dataset.unreadable())
                .execute();
    }

    void insertUse(String sweepId, PreparedDataset dataset) {
        handle.createUpdate("""
                insert into sweep_datasets (sweep_id, name, manifest_sha256)
                values (:sweep, :name, :sha256)
                on conflict (sweep_id, name, manifest_sha256) do nothing
                """)
                .bind("sweep", sweepId)
                .bind("name", dataset.name())
                .bind("sha256", dataset.manifest().sha256())
                .execute();
    }

    /** Manifests of a sweep's dataset, the first one first. */
    List<String> manifests(String sweepId, String name) {
        return handle.createQuery("""
                select manifest_sha256 from sweep_datasets
                where sweep_id = :sweep and name = :name
                order by recorded_at
                """)
                .bind("sweep", sweepId)
                .bind("name", name)
                .mapTo(String.class)
                .list();
    }
}
