package io.protolab.gpu.selftest;

import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Safetensors;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was computed, for other eyes: {@code <case>/actual.safetensors}, or {@code <case>/actual.json} with the message of a refusal.
 * Files of an earlier run are replaced.
 */
final class ActualFiles {
    private static final String TENSORS = "actual.safetensors";
    private static final String ERROR = "actual.json";

    private final @Nullable Path root;

    /** @param root null to write nothing */
    ActualFiles(@Nullable Path root) {
        this.root = root;
    }

    void write(String name, NamedTensors tensors) throws IOException {
        if (root != null) {
            Safetensors.write(cleared(root, name).resolve(TENSORS), tensors, Map.of());
        }
    }

    void writeError(String name, String message) throws IOException {
        if (root != null) {
            Files.writeString(cleared(root, name).resolve(ERROR), Json.text(Map.of("error", message)));
        }
    }

    private static Path cleared(Path root, String name) throws IOException {
        Path directory = Files.createDirectories(root.resolve(name));
        Files.deleteIfExists(directory.resolve(TENSORS));
        Files.deleteIfExists(directory.resolve(ERROR));
        return directory;
    }
}
