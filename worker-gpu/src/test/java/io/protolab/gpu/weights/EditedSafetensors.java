package io.protolab.gpu.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.protolab.platform.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A safetensors file in parts, to be changed and put together again. */
final class EditedSafetensors {
    /** One tensor as it is stored. */
    private record Part(String dtype, long[] shape, byte[] content) {}

    private final Map<String, Part> parts = new LinkedHashMap<>();

    EditedSafetensors(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] json = new byte[(int) bytes.getLong()];
        bytes.get(json);
        ByteBuffer content = bytes.slice();
        Json.mapper().readTree(json).properties().forEach(field -> {
            JsonNode entry = field.getValue();
            if (entry.has("dtype")) {
                int begin = entry.get("data_offsets").get(0).asInt();
                byte[] own = new byte[entry.get("data_offsets").get(1).asInt() - begin];
                content.get(begin, own);
                long[] shape = new long[entry.get("shape").size()];
                Arrays.setAll(shape, i -> entry.get("shape").get(i).asLong());
                parts.put(field.getKey(), new Part(entry.get("dtype").asText(), shape, own));
            }
        });
    }

    Set<String> names() {
        return parts.keySet();
    }

    long[] shape(String name) {
        return part(name).shape();
    }

    EditedSafetensors remove(String name) {
        parts.remove(name);
        return this;
    }

    /** A tensor without values. */
    EditedSafetensors addEmpty(String name, long... shape) {
        parts.put(name, new Part("F32", shape, new byte[0]));
        return this;
    }

    EditedSafetensors rename(String name, String other) {
        Part part = part(name);
        parts.remove(name);
        parts.put(other, part);
        return this;
    }

    /** The same number of values in another shape. */
    EditedSafetensors reshape(String name, long... shape) {
        parts.put(name, new Part(part(name).dtype(), shape, part(name).content()));
        return this;
    }

    /** Twice as many values along the first axis. */
    EditedSafetensors lengthen(String name) {
        Part part = part(name);
        byte[] twice = Arrays.copyOf(part.content(), 2 * part.content().length);
        System.arraycopy(part.content(), 0, twice, part.content().length, part.content().length);
        long[] shape = part.shape().clone();
        shape[0] *= 2;
        parts.put(name, new Part(part.dtype(), shape, twice));
        return this;
    }

    /** The last value becomes no number; the tensor has to be of 32-bit floats. */
    EditedSafetensors spoil(String name) {
        byte[] content = part(name).content();
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putFloat(content.length - Float.BYTES, Float.NaN);
        return this;
    }

    EditedSafetensors write(Path file) throws IOException {
        ObjectNode header = Json.mapper().createObjectNode();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        parts.forEach((name, part) -> {
            ObjectNode entry = header.putObject(name).put("dtype", part.dtype());
            Arrays.stream(part.shape()).forEach(entry.putArray("shape")::add);
            int begin = content.size();
            content.writeBytes(part.content());
            entry.putArray("data_offsets").add(begin).add(content.size());
        });
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        Files.write(
                file,
                ByteBuffer.allocate(Long.BYTES + json.length + content.size())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(json.length)
                        .put(json)
                        .put(content.toByteArray())
                        .array());
        return this;
    }

    private Part part(String name) {
        Part part = parts.get(name);
        if (part == null) {
            throw new IllegalArgumentException("no tensor " + name + " among " + parts.keySet());
        }
        return part;
    }
}
