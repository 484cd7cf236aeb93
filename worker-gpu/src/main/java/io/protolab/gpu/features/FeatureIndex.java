package io.protolab.gpu.features;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.protolab.platform.experiment.ComputeIdentity;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The table of contents of a feature set, {@value #FILE} in its directory; written last.
 *
 * @param address content address of the set
 * @param key what it stands for, for people
 * @param rows of the whole set
 * @param tokens N
 * @param dim D
 * @param shards in row order
 * @param computedUnder the one identity that computed all rows; absent in sets that were stored before it was noted
 */
record FeatureIndex(
        String address,
        FeatureKey key,
        int rows,
        int tokens,
        int dim,
        List<Entry> shards,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ComputeIdentity computedUnder) {
    static final String FILE = "index.json";

    /**
     * One file.
     *
     * @param crc32c of the whole file
     */
    record Entry(String file, int firstRow, int rows, long crc32c) {}

    FeatureIndex {
        shards = List.copyOf(shards);
    }

    static FeatureIndex read(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        try {
            return Json.mapper().readValue(Files.readAllBytes(file), FeatureIndex.class);
        } catch (NoSuchFileException e) {
            throw new DamagedFeaturesException(file, "it is missing");
        } catch (JsonProcessingException e) {
            throw new DamagedFeaturesException(file, e.getOriginalMessage());
        }
    }
}
