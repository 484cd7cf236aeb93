package io.protolab.cpu.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A directory of frozen inputs and the numbers that published code or a standard library computes from them. */
public record GoldenCase(Path directory) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ROOT = Path.of("src/test/resources/explainability");

    public static GoldenCase named(String id) {
        return new GoldenCase(ROOT.resolve(id));
    }

    static Stream<GoldenCase> ofKind(String kind) {
        try (Stream<Path> directories = Files.list(ROOT)) {
            return directories
                    .sorted()
                    .map(GoldenCase::new)
                    .filter(c -> c.about("kind").equals(kind))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return directory.getFileName().toString();
    }

    public JsonNode json(String file) {
        try {
            return JSON.readTree(directory.resolve(file).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String about(String key) {
        return json("case.json").get(key).asText();
    }

    JsonNode parameters() {
        return json("case.json").get("parameters");
    }

    int[] labels() {
        return JSON.convertValue(json("inputs.json").get("labels"), int[].class);
    }

    public Tensor input(String name) {
        return tensor("inputs.safetensors", name);
    }

    Tensor expected(String name) {
        return tensor("expected.safetensors", name);
    }

    boolean expects(String name) {
        return json("case.json").get("expected").has(name);
    }

    /** Compares with an expected scalar at its own tolerance; a null stands for an undefined value. */
    void assertScalar(String name, OptionalDouble actual) {
        JsonNode expected = json("case.json").get("expected").get(name);
        if (expected.get("value").isNull()) {
            assertThat(actual).as(name).isEmpty();
        } else {
            assertClose(
                    name,
                    actual.orElseThrow(),
                    expected.get("value").asDouble(),
                    expected.get("tolerance").asDouble());
        }
    }

    void assertScalar(String name, double actual) {
        assertScalar(name, OptionalDouble.of(actual));
    }

    /** Compares with an expected tensor at its own tolerance; NaN equals NaN. */
    public void assertTensor(String name, DoubleStream actual) {
        double tolerance = json("case.json")
                .get("expectedTensors")
                .get(name)
                .get("tolerance")
                .asDouble();
        double[] got = actual.toArray();
        double[] wanted = expected(name).values();
        assertThat(got).as(name).hasSameSizeAs(wanted);
        for (int i = 0; i < wanted.length; i++) {
            if (Double.isNaN(wanted[i])) {
                assertThat(got[i]).as("%s[%d]", name, i).isNaN();
            } else {
                assertClose(name + "[" + i + "]", got[i], wanted[i], tolerance);
            }
        }
    }

    private static void assertClose(String name, double actual, double expected, double tolerance) {
        assertThat(actual).as(name).isCloseTo(expected, within(tolerance * Math.max(1, Math.abs(expected))));
    }

    /** The safetensors layout: length of the header, header in JSON, then the values, all little-endian. */
    private Tensor tensor(String file, String name) {
        try {
            ByteBuffer bytes =
                    ByteBuffer.wrap(Files.readAllBytes(directory.resolve(file))).order(ByteOrder.LITTLE_ENDIAN);
            byte[] header = new byte[Math.toIntExact(bytes.getLong())];
            bytes.get(header);
            JsonNode entry =
                    JSON.readTree(new String(header, StandardCharsets.UTF_8)).get(name);
            int[] shape = JSON.convertValue(entry.get("shape"), int[].class);
            ByteBuffer values = bytes.slice(
                            bytes.position() + entry.get("data_offsets").get(0).asInt(),
                            entry.get("data_offsets").get(1).asInt()
                                    - entry.get("data_offsets").get(0).asInt())
                    .order(ByteOrder.LITTLE_ENDIAN);
            int count = IntStream.of(shape).reduce(1, Math::multiplyExact);
            return new Tensor(
                    IntStream.of(shape).boxed().toList(),
                    IntStream.range(0, count)
                            .mapToDouble(i -> value(values, entry.get("dtype").asText(), i))
                            .toArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double value(ByteBuffer values, String type, int i) {
        return switch (type) {
            case "F64" -> values.getDouble(8 * i);
            case "F32" -> values.getFloat(4 * i);
            case "I64" -> values.getLong(8 * i);
            case "U8" -> values.get(i) & 0xFF;
            default -> throw new IllegalArgumentException("no case uses the type " + type);
        };
    }
}
