package io.protolab.cpu.dataset;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** The outer structure of a PNG file, whose checksums the JDK's reader leaves unread. */
final class PngChunks {

    private static final int SIGNATURE_LENGTH = 8;
    private static final int TYPE_LENGTH = 4;
    private static final String LAST = "IEND";

    private PngChunks() {}

    /**
     * Walks over all chunks up to the last one; what follows it is ignored.
     *
     * @throws IOException if a chunk is cut off or does not have its checksum
     */
    static void verify(byte[] content) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(content).position(SIGNATURE_LENGTH);
        String type;
        do {
            try {
                type = verifyNext(rest);
            } catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException e) {
                throw new IOException("the file ends within a chunk", e);
            }
        } while (!type.equals(LAST));
    }

    private static String verifyNext(ByteBuffer rest) throws IOException {
        int length = rest.getInt();
        String type = StandardCharsets.ISO_8859_1
                .decode(rest.slice().limit(TYPE_LENGTH))
                .toString();
        ByteBuffer typeAndContent = rest.slice().limit(Math.addExact(length, TYPE_LENGTH));
        CRC32 checksum = new CRC32();
        checksum.update(typeAndContent);
        rest.position(rest.position() + TYPE_LENGTH + length);
        if (rest.getInt() != (int) checksum.getValue()) {
            throw new IOException("chunk " + type + " has a wrong checksum");
        }
        return type;
    }
}
