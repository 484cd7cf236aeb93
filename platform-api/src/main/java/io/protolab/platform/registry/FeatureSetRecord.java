package io.protolab.platform.registry;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Patch tokens that sweeps use or used.
 *
 * @param key content address
 * @param uses datasets and backbones as sweeps named them, such as {@code birds/tiny}
 * @param images rows, interventions and noisy copies included
 * @param bytes on disk
 * @param inUse whether an open sweep uses it
 * @param lastUsedAt when the last sweep that used it ended; now if it is in use
 * @param evictedAt when its files were given up; absent while they are on the volume
 */
public record FeatureSetRecord(
        String key,
        List<String> uses,
        int images,
        int tokens,
        int dim,
        long bytes,
        boolean inUse,
        Instant recordedAt,
        Instant lastUsedAt,
        @Nullable Instant evictedAt) {
    public FeatureSetRecord {
        uses = List.copyOf(uses);
    }
}
