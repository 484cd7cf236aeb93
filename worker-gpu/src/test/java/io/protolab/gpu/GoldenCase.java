package io.protolab.gpu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.protolab.gpu.selftest.GoldenDirectories;
import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Safetensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** Inputs and expected outputs computed with the Python libraries of the field; {@code golden/README.md} explains them. */
public record GoldenCase(Path directory, JsonNode description, NamedTensors inputs, NamedTensors expected) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static Stream<String> names(String prefix) {
        try {
            return GoldenDirectories.all(prefix).stream()
                    .map(path -> path.getFileName().toString())
                    .sorted();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static GoldenCase read(String name) throws IOException {
        Path directory = directory(name);
        return new GoldenCase(
                directory,
                description(name),
                tensors(directory.resolve("inputs.safetensors")),
                tensors(directory.resolve("expected.safetensors")));
    }

    /** What {@code case.json} says. */
    public static JsonNode description(String name) {
        try {
            return JSON.readTree(directory(name).resolve("case.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NamedTensors tensors(Path file) throws IOException {
        return Files.exists(file) ? Safetensors.read(file) : new NamedTensors(Map.of());
    }

    private static Path directory(String name) throws IOException {
        return GoldenDirectories.all(name).stream()
                .filter(path -> path.endsWith(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchFileException("no golden case " + name));
    }
}
