package io.protolab.gpu.tensor;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** A safetensors file of any size, read tensor by tensor. */
public final class SafetensorsReader implements Closeable {
    private final Path file;
    private final FileChannel channel;
    private final SafetensorsHeader header;
    private final Map<String, SafetensorsHeader.Entry> entries = new LinkedHashMap<>();

    private SafetensorsReader(Path file, FileChannel channel, SafetensorsHeader header) {
        this.file = file;
        this.channel = channel;
        this.header = header;
        header.entries().forEach(entry -> entries.put(entry.name(), entry));
    }

    /**
     * Opens a file and checks its header.
     *
     * @throws TensorFileException if the file is malformed; the message is one sentence that names it
     */
    public static SafetensorsReader open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new SafetensorsReader(file, channel, SafetensorsHeader.read(channel, file));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** What the file holds, in the order of its header. */
    public Map<String, TensorEntry> entries() {
        Map<String, TensorEntry> all = new LinkedHashMap<>();
        entries.forEach((name, entry) -> all.put(name, new TensorEntry(entry.type(), entry.shape())));
        return all;
    }

    /** One tensor as 32-bit floats. */
    public Tensor readAsFloats(String name, FloatReader reader) throws IOException {
        SafetensorsHeader.Entry entry = entries.get(name);
        if (entry == null) {
            throw new IllegalArgumentException("There is no tensor '" + name + "' in " + file);
        }
        return reader.read(entry.type(), entry.shape(), target -> {
            long position = header.dataStart() + entry.begin();
            while (target.hasRemaining()) {
                int count = channel.read(target, position);
                if (count < 0) {
                    throw new EOFException(file + " ended while tensor '" + name + "' was read");
                }
                position += count;
            }
        });
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
