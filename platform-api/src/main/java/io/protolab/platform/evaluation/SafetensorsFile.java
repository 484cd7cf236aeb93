package io.protolab.platform.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Float32 and int32 tensors in the safetensors format; equal tensors give equal bytes. */
final class SafetensorsFile {
    private static final int LARGEST_HEADER = 16 << 20;

    private final Path file;
    private final JsonNode header;
    private final long dataStart;

    private SafetensorsFile(Path file, JsonNode header, long dataStart) {
        this.file = file;
        this.header = header;
        this.dataStart = dataStart;
    }

    static SafetensorsFile open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            channel.read(length, 0);
            long bytes = length.flip().remaining() == Long.BYTES ? length.getLong() : -1;
            if (bytes < 2 || bytes > LARGEST_HEADER || bytes > channel.size() - Long.BYTES) {
                throw new IOException(file + " is not a safetensors file: header length " + bytes);
            }
            ByteBuffer text = ByteBuffer.allocate((int) bytes);
            channel.read(text, Long.BYTES);
            return new SafetensorsFile(file, Json.mapper().readTree(text.array()), Long.BYTES + bytes);
        }
    }

    boolean has(String name) {
        return header.has(name);
    }

    int[] shape(String name) throws IOException {
        JsonNode shape = entry(name).get("shape");
        int[] sizes = new int[shape.size()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = shape.get(i).intValue();
        }
        return sizes;
    }

    float[] floats(String name) throws IOException {
        ByteBuffer bytes = bytes(name, "F32");
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    int[] ints(String name) throws IOException {
        ByteBuffer bytes = bytes(name, "I32");
        int[] values = new int[bytes.remaining() / Integer.BYTES];
        bytes.asIntBuffer().get(values);
        return values;
    }

    private ByteBuffer bytes(String name, String type) throws IOException {
        JsonNode entry = entry(name);
        if (!type.equals(entry.path("dtype").asText())) {
            throw new IOException(file + ": tensor " + name + " is " + entry.path("dtype") + ", expected " + type);
        }
        long begin = entry.get("data_offsets").get(0).longValue();
        long end = entry.get("data_offsets").get(1).longValue();
        try (FileChannel channel = FileChannel.open(file)) {
            if (begin < 0 || end < begin || dataStart + end > channel.size()) {
                throw new IOException(
                        file + ": tensor " + name + " lies outside of the file; it is truncated or damaged");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, dataStart + begin, end - begin)
                    .order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    private JsonNode entry(String name) throws IOException {
        JsonNode entry = header.get(name);
        if (entry == null) {
            throw new IOException(file + " has no tensor " + name);
        }
        return entry;
    }

    /** Collects tensors and writes them sorted by name. */
    static final class Writer {
        private final Map<String, int[]> shapes = new TreeMap<>();
        private final Map<String, Object> values = new TreeMap<>();

        Writer floats(String name, float[] content, int... shape) {
            return add(name, content, content.length, shape);
        }

        Writer ints(String name, int[] content, int... shape) {
            return add(name, content, content.length, shape);
        }

        private Writer add(String name, Object content, int length, int[] shape) {
            long elements = 1;
            for (int size : shape) {
                elements *= size;
            }
            if (elements != length) {
                throw new IllegalArgumentException(
                        "tensor " + name + " has " + length + " values, its shape " + elements);
            }
            shapes.put(name, shape.clone());
            values.put(name, content);
            return this;
        }

        void write(Path file) throws IOException {
            Map<String, Object> header = new LinkedHashMap<>();
            long offset = 0;
            for (String name : values.keySet()) {
                Object content = values.get(name);
                long bytes = 4L * (content instanceof float[] f ? f.length : ((int[]) content).length);
                header.put(
                        name,
                        Map.of(
                                "dtype",
                                content instanceof float[] ? "F32" : "I32",
                                "shape",
                                shapes.get(name),
                                "data_offsets",
                                new long[] {offset, offset + bytes}));
                offset += bytes;
            }
            StringBuilder json = new StringBuilder(Json.mapper().writeValueAsString(header));
            while (json.length() % 8 != 0) {
                json.append(' ');
            }
            byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
            try (OutputStream out = Files.newOutputStream(file)) {
                out.write(ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(text.length)
                        .array());
                out.write(text);
                for (Object content : values.values()) {
                    writeValues(content, out);
                }
            }
        }

        private static void writeValues(Object content, OutputStream out) throws IOException {
            int length = content instanceof float[] f ? f.length : ((int[]) content).length;
            int chunk = 1 << 16;
            for (int from = 0; from < length; from += chunk) {
                int count = Math.min(chunk, length - from);
                ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
                if (content instanceof float[] f) {
                    bytes.asFloatBuffer().put(f, from, count);
                } else {
                    bytes.asIntBuffer().put((int[]) content, from, count);
                }
                out.write(bytes.array());
            }
        }
    }
}
