package io.protolab.gpu.features;

import io.protolab.gpu.tensor.TorchEngine;
import io.protolab.platform.experiment.ComputeIdentity;
import io.protolab.platform.json.Json;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of one feature set in order, as shards, and its index at the end; everything is forced to disk. Now and then, and when it
 * is closed before the end, it notes how far it came, so that another one can go on from there.
 */
final class FeatureWriter implements TokenSink, Closeable {
    /** Far below what one mapping may cover, and enough to make the number of files small. */
    private static final long SHARD_BYTES = 128L << 20;

    /** So much is computed twice after a kill, at most. */
    private static final Duration NOTE_INTERVAL = Duration.ofSeconds(5);

    private final Path directory;
    private final FeatureKey key;
    private final FeatureDimensions size;
    private final ComputeIdentity here = TorchEngine.running().identity();
    private final int rowsPerShard;
    private final List<FeatureIndex.Entry> shards = new ArrayList<>();
    private final CRC32C checksum = new CRC32C();
    private @Nullable FileChannel channel;
    private int written;
    private boolean finished;
    private long notedAt = System.nanoTime();

    private FeatureWriter(Path directory, FeatureKey key, FeatureDimensions size) {
        this.directory = directory;
        this.key = key;
        this.size = size;
        this.rowsPerShard = (int) Math.max(1, SHARD_BYTES / size.rowBytes());
    }

    /** Goes on with what is noted in a directory; whatever else is there is overwritten. */
    static FeatureWriter into(Path directory, FeatureKey key, FeatureDimensions size) throws IOException {
        FeatureWriter writer = new FeatureWriter(directory, key, size);
        WrittenRows noted = WrittenRows.read(directory, writer.here).orElse(null);
        if (noted != null && noted.rows() <= size.rows() && !noted.shards().isEmpty()) {
            writer.reopen(noted);
        }
        return writer;
    }

    /** The last shard is read again, because its checksum goes on, and is not taken if it is not as it was noted. */
    private void reopen(WrittenRows noted) throws IOException {
        List<FeatureIndex.Entry> entries = noted.shards();
        FeatureIndex.Entry last = entries.get(entries.size() - 1);
        FileChannel reopened;
        try {
            reopened =
                    FileChannel.open(directory.resolve(last.file()), StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (NoSuchFileException lost) {
            return;
        }
        long bytes = FeatureShard.HEADER_BYTES + last.rows() * size.rowBytes();
        FeatureShard.checksum(reopened.truncate(bytes), checksum);
        if (reopened.size() != bytes || checksum.getValue() != last.crc32c()) {
            reopened.close();
            return;
        }
        channel = reopened.position(bytes);
        shards.addAll(entries);
        written = noted.rows();
    }

    @Override
    public int rowCount() {
        return written;
    }

    @Override
    public void append(float[] tokens) throws IOException {
        int perRow = size.tokens() * size.dim();
        ByteBuffer halves = ByteBuffer.allocate(perRow * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < tokens.length; from += perRow) {
            Half.put(tokens, from, perRow, halves.clear());
            if (written % rowsPerShard == 0) {
                startShard();
            }
            write(halves.flip());
            written++;
        }
        if (System.nanoTime() - notedAt >= NOTE_INTERVAL.toNanos()) {
            note();
        }
    }

    private void note() throws IOException {
        if (channel != null) {
            channel.force(true);
            enterOpenShard();
            new WrittenRows(here, shards).write(directory);
        }
        notedAt = System.nanoTime();
    }

    private void startShard() throws IOException {
        finishShard();
        int rows = Math.min(rowsPerShard, size.rows() - written);
        String file = String.format(Locale.ROOT, "tokens-%05d.bin", shards.size());
        channel = FileChannel.open(
                directory.resolve(file),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        shards.add(new FeatureIndex.Entry(file, written, rows, 0));
        checksum.reset();
        write(new FeatureShard(key.sha256(), written, rows, size.tokens(), size.dim()).header());
    }

    private void finishShard() throws IOException {
        if (channel != null) {
            channel.force(true);
            channel.close();
            channel = null;
            enterOpenShard();
        }
    }

    /** As far as it is written. */
    private void enterOpenShard() {
        int last = shards.size() - 1;
        FeatureIndex.Entry open = shards.get(last);
        shards.set(
                last,
                new FeatureIndex.Entry(open.file(), open.firstRow(), written - open.firstRow(), checksum.getValue()));
    }

    private void write(ByteBuffer bytes) throws IOException {
        FileChannel out = channel;
        if (out == null) {
            throw new IllegalStateException("no shard is open");
        }
        checksum.update(bytes.duplicate());
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /** Writes the index; the set is complete. */
    void finish() throws IOException {
        if (written != size.rows()) {
            throw new IllegalStateException(written + " of " + size.rows() + " rows were written");
        }
        finishShard();
        FeatureIndex index = new FeatureIndex(key.sha256(), key, size.rows(), size.tokens(), size.dim(), shards, here);
        ByteBuffer json =
                ByteBuffer.wrap(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(index));
        try (FileChannel out = FileChannel.open(
                directory.resolve(FeatureIndex.FILE), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (json.hasRemaining()) {
                out.write(json);
            }
            out.force(true);
        }
        finished = true;
    }

    /** Lets go of the files; if the set is not complete, what there is of it can be gone on with. */
    @Override
    public void close() throws IOException {
        try (FileChannel open = channel) {
            if (open != null && !finished) {
                note();
            }
        }
    }
}
