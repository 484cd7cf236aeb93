package io.protolab.gpu.features;

import io.protolab.gpu.tensor.StopPoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The header of one file of patch tokens: magic, version, content address of the set, which rows, their shape. After it follow the values
 * as little-endian fp16: row by row, token by token.
 *
 * @param key content address of the set
 * @param firstRow of the set
 * @param rows in this file
 * @param tokens N
 * @param dim D
 */
record FeatureShard(String key, int firstRow, int rows, int tokens, int dim) {
    static final int VERSION = 1;
    static final String DTYPE = "F16";
    static final int HEADER_BYTES = 128;

    private static final byte[] MAGIC = "PLTOKENS".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY_BYTES = 32;
    private static final int CHUNK = 1 << 20;

    long rowBytes() {
        return (long) tokens * dim * Short.BYTES;
    }

    long fileBytes() {
        return HEADER_BYTES + rows * rowBytes();
    }

    ByteBuffer header() {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put(MAGIC)
                .putInt(VERSION)
                .put(DTYPE.getBytes(StandardCharsets.US_ASCII))
                .put((byte) 0);
        header.putInt(firstRow)
                .putInt(rows)
                .putInt(tokens)
                .putInt(dim)
                .put(HexFormat.of().parseHex(key));
        return header.clear();
    }

    /** The header of a file, or an error that says what is wrong with it. */
    static FeatureShard read(FileChannel channel, Path file) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (header.hasRemaining() && channel.read(header, header.position()) >= 0) {
            // the next read goes on where this one ended
        }
        if (header.hasRemaining()) {
            throw new DamagedFeaturesException(file, "it is shorter than its header");
        }
        header.flip();
        byte[] magic = new byte[MAGIC.length];
        header.get(magic);
        int version = header.getInt();
        byte[] dtype = new byte[Integer.BYTES];
        header.get(dtype);
        if (!Arrays.equals(magic, MAGIC)
                || version != VERSION
                || !new String(dtype, StandardCharsets.US_ASCII).equals(DTYPE + "\0")) {
            throw new DamagedFeaturesException(file, "it is no file of fp16 patch tokens of version " + VERSION);
        }
        int firstRow = header.getInt();
        int rows = header.getInt();
        int tokens = header.getInt();
        int dim = header.getInt();
        byte[] key = new byte[KEY_BYTES];
        header.get(key);
        FeatureShard shard = new FeatureShard(HexFormat.of().formatHex(key), firstRow, rows, tokens, dim);
        if (shard.fileBytes() != channel.size()) {
            throw new DamagedFeaturesException(file, channel.size() + " bytes instead of " + shard.fileBytes());
        }
        return shard;
    }

    /** CRC-32C of a whole file. */
    static long checksum(FileChannel channel) throws IOException {
        CRC32C checksum = new CRC32C();
        checksum(channel, checksum);
        return checksum.getValue();
    }

    /** Takes in a whole file; may be stopped. */
    static void checksum(FileChannel channel, CRC32C checksum) throws IOException {
        checksum.reset();
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        long position = 0;
        while (channel.read(chunk, position) > 0) {
            position += chunk.flip().remaining();
            checksum.update(chunk);
            chunk.clear();
            StopPoint.pass();
        }
    }
}
