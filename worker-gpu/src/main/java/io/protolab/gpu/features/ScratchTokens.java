package io.protolab.gpu.features;

import io.protolab.gpu.tensor.ElementType;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.Tensors;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Patch tokens that one training needs for one epoch: fp16 rows in one nameless file, which each epoch overwrites and which is gone with
 * the process. For one thread at a time.
 */
final class ScratchTokens implements TokenSink, TokenRows, Closeable {
    private final FileChannel channel;
    private final FeatureDimensions size;
    private ByteBuffer halves = ByteBuffer.allocateDirect(0);
    private int written;

    private ScratchTokens(FileChannel channel, FeatureDimensions size) {
        this.channel = channel;
        this.size = size;
    }

    static ScratchTokens in(Path directory, FeatureDimensions size) throws IOException {
        FileChannel channel = FileChannel.open(
                directory.resolve(".scratch-" + UUID.randomUUID()),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        return new ScratchTokens(channel, size);
    }

    /** The next row is the first again. */
    void rewind() {
        written = 0;
    }

    @Override
    public void append(float[] tokens) throws IOException {
        int rows = tokens.length / (size.tokens() * size.dim());
        ByteBuffer values = buffer(rows);
        Half.put(tokens, 0, tokens.length, values);
        values.flip();
        long position = written * size.rowBytes();
        while (values.hasRemaining()) {
            position += channel.write(values, position);
        }
        written += rows;
    }

    @Override
    public Tensor gather(int[] rows) {
        ByteBuffer target = buffer(rows.length);
        int rowBytes = Math.toIntExact(size.rowBytes());
        try {
            for (int i = 0; i < rows.length; i++) {
                read(target.limit((i + 1) * rowBytes), rows[i] * size.rowBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (Tensor half = Tensors.copyOf(target.flip(), ElementType.F16, rows.length, size.tokens(), size.dim())) {
            return half.to(ElementType.F32);
        }
    }

    private void read(ByteBuffer target, long from) throws IOException {
        long position = from;
        while (target.hasRemaining()) {
            int count = channel.read(target, position);
            if (count < 0) {
                throw new IOException("row at byte " + from + " of " + channel.size() + " was never written");
            }
            position += count;
        }
    }

    private ByteBuffer buffer(int rows) {
        int bytes = Math.toIntExact(rows * size.rowBytes());
        if (halves.capacity() < bytes) {
            halves = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
        return halves.clear();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
