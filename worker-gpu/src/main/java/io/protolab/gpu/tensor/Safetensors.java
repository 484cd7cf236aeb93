package io.protolab.gpu.tensor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes safetensors files.
 *
 * <p>A file is mapped and each tensor copied once into memory of its own, so it may be changed afterwards. Written files
 * are a pure function of their content: sorted names, a header padded to 8 bytes, little-endian data.
 */
public final class Safetensors {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ALIGNMENT = 8;

    private Safetensors() {}

    /**
     * All tensors of a file, in the order of its header. BF16 becomes F32; every other type is kept.
     *
     * @throws TensorFileException if the file is malformed; the message is one sentence that names it
     */
    public static NamedTensors read(Path file) throws IOException {
        requireLittleEndian();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            SafetensorsHeader header = SafetensorsHeader.read(channel, file);
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (SafetensorsHeader.Entry entry : header.entries()) {
                long byteCount = entry.end() - entry.begin();
                if (byteCount > Integer.MAX_VALUE) {
                    throw new TensorFileException("Tensor '" + entry.name() + "' of " + file + " has " + byteCount
                            + " bytes; at most " + Integer.MAX_VALUE + " can be read at once");
                }
                ByteBuffer bytes =
                        channel.map(FileChannel.MapMode.READ_ONLY, header.dataStart() + entry.begin(), byteCount);
                tensors.put(entry.name(), Tensors.copyOf(bytes, entry.type(), entry.shape()));
            }
            return new NamedTensors(tensors);
        }
    }

    /** As {@link #read(Path)}, with floating-point tensors of every type as 32-bit floats. */
    public static NamedTensors readAsFloats(Path file) throws IOException {
        Map<String, Tensor> floats = new LinkedHashMap<>();
        read(file).asMap().forEach((name, tensor) -> {
            if (tensor.type() == ElementType.F16 || tensor.type() == ElementType.F64) {
                floats.put(name, tensor.to(ElementType.F32));
                tensor.close();
            } else {
                floats.put(name, tensor);
            }
        });
        return new NamedTensors(floats);
    }

    /** The free text pairs of a file's header. */
    public static Map<String, String> readMetadata(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return SafetensorsHeader.read(channel, file).metadata();
        }
    }

    /**
     * Writes a new file and forces it to disk.
     *
     * @param metadata free text pairs for the header
     * @throws IOException also if the file exists already
     */
    public static void write(Path file, NamedTensors tensors, Map<String, String> metadata) throws IOException {
        requireLittleEndian();
        List<Map.Entry<String, Tensor>> sorted = tensors.asMap().entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Tensor> named) ->
                                -named.getValue().type().byteCount())
                        .thenComparing(Map.Entry::getKey))
                .toList();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] header = header(sorted, metadata);
            ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            writeFully(channel, length.putLong(header.length).flip());
            writeFully(channel, ByteBuffer.wrap(header));
            for (Map.Entry<String, Tensor> named : sorted) {
                writeFully(channel, named.getValue().toBytes());
            }
            channel.force(true);
        }
    }

    private static byte[] header(List<Map.Entry<String, Tensor>> sorted, Map<String, String> metadata)
            throws IOException {
        ObjectNode header = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode pairs = header.putObject("__metadata__");
            metadata.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(pair -> pairs.put(pair.getKey(), pair.getValue()));
        }
        long begin = 0;
        for (Map.Entry<String, Tensor> named : sorted) {
            Tensor tensor = named.getValue();
            long end = begin + tensor.elementCount() * tensor.type().byteCount();
            ObjectNode entry =
                    header.putObject(named.getKey()).put("dtype", tensor.type().name());
            for (long size : tensor.shape()) {
                entry.withArray("shape").add(size);
            }
            entry.withArray("shape");
            entry.putArray("data_offsets").add(begin).add(end);
            begin = end;
        }
        StringBuilder text = new StringBuilder(JSON.writeValueAsString(header));
        while (text.toString().getBytes(StandardCharsets.UTF_8).length % ALIGNMENT != 0) {
            text.append(' ');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void requireLittleEndian() {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new IllegalStateException("Tensor files are little-endian, this machine is not");
        }
    }
}
