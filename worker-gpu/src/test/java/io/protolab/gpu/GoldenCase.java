package io.protolab.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.protolab.gpu.selftest.GoldenDirectories;
import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Safetensors;
import io.protolab.gpu.tensor.Tensor;
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

    public JsonNode switches() {
        return description.get("switches");
    }

    public int[] labels() {
        return ints(inputs.get("labels"));
    }

    public static int[] ints(Tensor tensor) {
        long[] values = tensor.toLongs();
        int[] ints = new int[values.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = Math.toIntExact(values[i]);
        }
        return ints;
    }

    /** Compares with the expected tensor of that name, within the case's tolerance or 1e-5 of the largest value. */
    public void verify(String name, Tensor actual) {
        assertThat(actual.elementCount()).as(name).isEqualTo(expected.get(name).elementCount());
        verify(name, actual.toDoubles());
    }

    public void verify(String name, double... actual) {
        double[] wanted = expected.get(name).toDoubles();
        JsonNode tolerances = description.path("tolerance");
        JsonNode tolerance = tolerances.path("default");
        for (Map.Entry<String, JsonNode> field : tolerances.properties()) {
            if (name.equals(field.getKey())
                    || name.startsWith(field.getKey() + ".")
                    || name.startsWith(field.getKey() + "_")) {
                tolerance = field.getValue();
            }
        }
        double greatest = 0;
        for (double value : wanted) {
            greatest = Math.max(greatest, Math.abs(value));
        }
        double allowed = Math.max(
                tolerance.path("abs").asDouble(1e-7), tolerance.path("rel").asDouble(1e-5) * greatest);
        assertThat(actual).as(name).hasSameSizeAs(wanted);
        for (int i = 0; i < wanted.length; i++) {
            assertThat(Math.abs(actual[i] - wanted[i]))
                    .as("%s[%d] of %s: %s instead of %s", name, i, directory.getFileName(), actual[i], wanted[i])
                    .isLessThanOrEqualTo(allowed);
        }
    }
}
