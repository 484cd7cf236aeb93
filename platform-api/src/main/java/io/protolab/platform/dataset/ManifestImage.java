package io.protolab.platform.dataset;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One readable image.
 *
 * @param path below the manifest's root, with forward slashes
 * @param bytes size of the file
 * @param label index into the manifest's classes
 * @param partMap path of its part map in FunnyBirds colours; absent if the dataset has none
 * @param deletions removed part -> path of the image without it; empty if the dataset has no interventions
 */
public record ManifestImage(
        String path,
        String sha256,
        long bytes,
        int width,
        int height,
        int label,
        Split split,
        @Nullable String partMap,
        Map<String, String> deletions) {
    public ManifestImage {
        deletions = Collections.unmodifiableMap(new TreeMap<>(deletions));
    }
}
