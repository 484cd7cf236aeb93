package io.protolab.gpu.tensor;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The checked table of contents of a safetensors file: 8 bytes with the header's length, a JSON header, the data.
 *
 * <p>The file may come from anywhere, so nothing in it is believed: every tensor has a known type, a shape that agrees
 * with its bytes, and a place of its own inside the file, and together they fill the data without a gap.
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata, long dataStart) {
    private static final long MAX_HEADER_BYTES = 100_000_000;
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    /** One tensor; offsets count from the start of the data. */
    record Entry(String name, ElementType type, long[] shape, long begin, long end) {}

    static SafetensorsHeader read(FileChannel channel, Path file) throws IOException {
        long fileSize = channel.size();
        if (fileSize < Long.BYTES) {
            throw fault(file, "it has only " + fileSize + " bytes");
        }
        long headerLength = ByteBuffer.wrap(readAt(channel, 0, Long.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        if (headerLength < 2 || headerLength > MAX_HEADER_BYTES || headerLength > fileSize - Long.BYTES) {
            throw fault(
                    file,
                    "its first bytes announce a header of " + Long.toUnsignedString(headerLength)
                            + " bytes in a file of " + fileSize
                            + guess(readAt(channel, 0, (int) Math.min(fileSize, 64))));
        }
        long dataStart = Long.BYTES + headerLength;
        JsonNode header = parse(readAt(channel, Long.BYTES, (int) headerLength), file);
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : header.properties()) {
            if (field.getKey().equals("__metadata__")) {
                field.getValue()
                        .properties()
                        .forEach(pair ->
                                metadata.put(pair.getKey(), pair.getValue().asText()));
            } else {
                entries.add(entry(field.getKey(), field.getValue(), file));
            }
        }
        requireFilled(entries, fileSize - dataStart, file);
        return new SafetensorsHeader(List.copyOf(entries), Map.copyOf(metadata), dataStart);
    }

    private static byte[] readAt(FileChannel channel, long position, int count) throws IOException {
        byte[] bytes = new byte[count];
        ByteBuffer target = ByteBuffer.wrap(bytes);
        while (target.hasRemaining()) {
            if (channel.read(target, position + target.position()) < 0) {
                throw new EOFException("The file ended while its header was read");
            }
        }
        return bytes;
    }

    private static JsonNode parse(byte[] bytes, Path file) throws TensorFileException {
        try {
            JsonNode header = JSON.readTree(bytes);
            if (header.isObject()) {
                return header;
            }
        } catch (IOException e) {
            throw new TensorFileException(file + " is not a usable safetensors file: its header is not JSON", e);
        }
        throw fault(file, "its header is not a JSON object");
    }

    private static Entry entry(String name, JsonNode node, Path file) throws TensorFileException {
        String dtype = node.path("dtype").asText("(none)");
        ElementType type = Arrays.stream(ElementType.values())
                .filter(known -> known.name().equals(dtype))
                .findFirst()
                .orElseThrow(() -> fault(
                        file,
                        "tensor '" + name + "' has the type " + dtype + ", readable are "
                                + Arrays.toString(ElementType.values())));
        long[] shape = longs(name, "shape", node.path("shape"), file);
        long[] offsets = longs(name, "data_offsets", node.path("data_offsets"), file);
        if (offsets.length != 2 || offsets[1] < offsets[0]) {
            throw fault(file, "tensor '" + name + "' has the data_offsets " + Arrays.toString(offsets));
        }
        long byteCount;
        try {
            byteCount = Math.multiplyExact(Tensors.elementCount(shape), (long) type.byteCount());
        } catch (ArithmeticException e) {
            throw new TensorFileException(
                    file + " is not a usable safetensors file: the shape " + Arrays.toString(shape) + " of tensor '"
                            + name + "' is too large to count",
                    e);
        }
        if (byteCount != offsets[1] - offsets[0]) {
            throw fault(
                    file,
                    "tensor '" + name + "' of type " + dtype + " and shape " + Arrays.toString(shape) + " needs "
                            + byteCount + " bytes but has " + (offsets[1] - offsets[0]));
        }
        return new Entry(name, type, shape, offsets[0], offsets[1]);
    }

    private static long[] longs(String name, String key, JsonNode values, Path file) throws TensorFileException {
        long[] numbers = new long[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            JsonNode value = values.get(i);
            if (value == null
                    || !value.canConvertToExactIntegral()
                    || !value.canConvertToLong()
                    || value.asLong() < 0) {
                throw fault(file, "tensor '" + name + "' has the " + key + " " + values);
            }
            numbers[i] = value.asLong();
        }
        if (!values.isArray()) {
            throw fault(file, "tensor '" + name + "' has no " + key);
        }
        return numbers;
    }

    private static void requireFilled(List<Entry> entries, long dataSize, Path file) throws TensorFileException {
        List<Entry> ordered = new ArrayList<>(entries);
        ordered.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long filled = 0;
        for (Entry entry : ordered) {
            if (entry.begin() < filled) {
                throw fault(file, "tensor '" + entry.name() + "' shares bytes with another tensor");
            }
            if (entry.end() > dataSize) {
                throw fault(
                        file,
                        "tensor '" + entry.name() + "' ends at byte " + entry.end() + " of " + dataSize
                                + "; the file was cut off or changed");
            }
            if (entry.begin() > filled) {
                throw fault(file, "nothing owns the bytes before tensor '" + entry.name() + "'");
            }
            filled = entry.end();
        }
        if (filled != dataSize) {
            throw fault(file, "its tensors end at byte " + filled + " of " + dataSize);
        }
    }

    /** What people most often have under a safetensors name instead. */
    private static String guess(byte[] start) {
        String text = new String(start, StandardCharsets.ISO_8859_1);
        if (text.stripLeading().startsWith("<")) {
            return "; it looks like a web page, so the download failed";
        }
        if (text.startsWith("version https://git-lfs")) {
            return "; it is a git-lfs pointer, so fetch the file itself with git lfs pull";
        }
        if (text.startsWith("PK") || text.startsWith("\u0080")) {
            return "; it looks like a pickled PyTorch file, so convert it to safetensors first";
        }
        return "";
    }

    private static TensorFileException fault(Path file, String what) {
        return new TensorFileException(file + " is not a usable safetensors file: " + what);
    }
}
