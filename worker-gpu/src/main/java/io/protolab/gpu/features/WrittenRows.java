package io.protolab.gpu.features;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.protolab.platform.experiment.ComputeIdentity;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * What of an unfinished feature set is on disk, {@value #FILE} beside its shards.
 *
 * @param computing under what the rows were computed; others would not give the same bits
 * @param shards in row order; the last one may hold fewer rows than its header says, and its checksum is over those
 */
record WrittenRows(ComputeIdentity computing, List<FeatureIndex.Entry> shards) {
    static final String FILE = "written.json";

    private static final String UNFINISHED = "written.json.part";

    WrittenRows {
        shards = List.copyOf(shards);
    }

    int rows() {
        return shards.stream().mapToInt(FeatureIndex.Entry::rows).sum();
    }

    /** Replaces what was said before. */
    void write(Path directory) throws IOException {
        Path unfinished = directory.resolve(UNFINISHED);
        Files.writeString(unfinished, Json.text(this));
        Files.move(unfinished, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Empty where nothing is written, or by somebody whose rows do not go with ours. */
    static Optional<WrittenRows> read(Path directory, ComputeIdentity here) throws IOException {
        try {
            WrittenRows written =
                    Json.mapper().readValue(Files.readAllBytes(directory.resolve(FILE)), WrittenRows.class);
            return Optional.of(written).filter(rows -> rows.computing().equals(here));
        } catch (NoSuchFileException | JsonProcessingException none) {
            return Optional.empty();
        }
    }
}
