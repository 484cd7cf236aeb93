package io.protolab.gpu.features;

import io.protolab.gpu.tensor.ElementType;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.Tensors;
import io.protolab.platform.experiment.ComputeIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads rows of a feature set from mapped files. Thread-safe; stays usable if the files are deleted meanwhile. */
public final class CachedFeatures implements TokenRows {
    private final FeatureDimensions size;
    private final @Nullable ComputeIdentity computedUnder;
    private final int rowsPerShard;
    private final List<MappedByteBuffer> shards;
    private final ThreadLocal<ByteBuffer> halves = ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(0));

    private CachedFeatures(
            FeatureDimensions size,
            @Nullable ComputeIdentity computedUnder,
            int rowsPerShard,
            List<MappedByteBuffer> shards) {
        this.size = size;
        this.computedUnder = computedUnder;
        this.rowsPerShard = rowsPerShard;
        this.shards = shards;
    }

    /**
     * Opens a set.
     *
     * @param verify whether to compare the checksums of all files
     * @throws DamagedFeaturesException if the directory does not hold that set whole
     */
    static CachedFeatures open(Path directory, FeatureKey key, FeatureDimensions size, boolean verify)
            throws IOException {
        FeatureIndex index = FeatureIndex.read(directory);
        if (!index.address().equals(key.sha256())
                || !new FeatureDimensions(index.rows(), index.tokens(), index.dim()).equals(size)) {
            throw new DamagedFeaturesException(directory, "its index describes another set");
        }
        List<MappedByteBuffer> shards = new ArrayList<>();
        int next = 0;
        for (FeatureIndex.Entry entry : index.shards()) {
            FeatureShard expected = new FeatureShard(key.sha256(), next, entry.rows(), size.tokens(), size.dim());
            shards.add(map(directory.resolve(entry.file()), expected, entry, verify));
            next += entry.rows();
        }
        if (next != size.rows()) {
            throw new DamagedFeaturesException(directory, "its files hold " + next + " of " + size.rows() + " rows");
        }
        return new CachedFeatures(
                size, index.computedUnder(), index.shards().get(0).rows(), List.copyOf(shards));
    }

    private static MappedByteBuffer map(Path file, FeatureShard expected, FeatureIndex.Entry entry, boolean verify)
            throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            FeatureShard found = FeatureShard.read(channel, file);
            if (!found.equals(expected)) {
                throw new DamagedFeaturesException(file, "its header is " + found + ", expected " + expected);
            }
            if (verify && FeatureShard.checksum(channel) != entry.crc32c()) {
                throw new DamagedFeaturesException(file, "its checksum is wrong");
            }
            return channel.map(
                    FileChannel.MapMode.READ_ONLY,
                    FeatureShard.HEADER_BYTES,
                    found.fileBytes() - FeatureShard.HEADER_BYTES);
        } catch (NoSuchFileException e) {
            throw new DamagedFeaturesException(file, "it is missing");
        }
    }

    public FeatureDimensions size() {
        return size;
    }

    @Override
    public Optional<ComputeIdentity> computedUnder() {
        return Optional.ofNullable(computedUnder);
    }

    @Override
    public Tensor gather(int[] rows) {
        int rowBytes = Math.toIntExact(size.rowBytes());
        ByteBuffer target = buffer(Math.multiplyExact(rows.length, rowBytes));
        for (int row : rows) {
            int offset = row % rowsPerShard * rowBytes;
            target.put(shards.get(row / rowsPerShard).slice(offset, rowBytes));
        }
        try (Tensor half = Tensors.copyOf(target.flip(), ElementType.F16, rows.length, size.tokens(), size.dim())) {
            return half.to(ElementType.F32);
        }
    }

    /** One buffer per thread, reused: direct memory is freed late. */
    private ByteBuffer buffer(int bytes) {
        ByteBuffer buffer = halves.get();
        if (buffer.capacity() < bytes) {
            buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
            halves.set(buffer);
        }
        return buffer.clear();
    }
}
