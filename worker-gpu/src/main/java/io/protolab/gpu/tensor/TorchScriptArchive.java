package io.protolab.gpu.tensor;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes the archive that {@code torch.jit.load} reads: a zip without compression that holds the module's source, its pickled object and
 * one file of little-endian floats per buffer. The same graph gives the same bytes.
 */
public final class TorchScriptArchive {
    private static final String ROOT = "model/";

    /** Of the archive, as PyTorch has written it since 1.10. */
    private static final String FORMAT_VERSION = "10\n";

    /** The first time that zip knows: the bytes must not depend on when they were written. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private TorchScriptArchive() {}

    /**
     * Writes a new file.
     *
     * @param className of the module
     * @param source of the class, as TorchScript serialises it
     * @param buffers its tensors, by attribute
     * @param extra texts by name, read in Python by {@code torch.jit.load(file, _extra_files={name: ""})}
     */
    public static void write(
            Path file, String className, String source, Map<String, Tensor> buffers, Map<String, String> extra)
            throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setMethod(ZipOutputStream.STORED);
            put(zip, "data.pkl", ByteBuffer.wrap(ModulePickle.module(className, buffers)));
            put(zip, "code/__torch__.py", text(source));
            put(zip, "constants.pkl", ByteBuffer.wrap(ModulePickle.emptyTuple()));
            put(zip, "byteorder", text("little"));
            put(zip, "version", text(FORMAT_VERSION));
            for (Map.Entry<String, String> entry : extra.entrySet()) {
                put(zip, "extra/" + entry.getKey(), text(entry.getValue()));
            }
            int key = 0;
            for (Tensor buffer : buffers.values()) {
                put(zip, "data/" + key++, buffer.toBytes());
            }
        }
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void put(ZipOutputStream zip, String name, ByteBuffer content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content.duplicate());
        ZipEntry entry = new ZipEntry(ROOT + name);
        entry.setTimeLocal(NO_TIME);
        entry.setSize(content.remaining());
        entry.setCompressedSize(content.remaining());
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        byte[] chunk = new byte[1 << 16];
        while (content.hasRemaining()) {
            int length = Math.min(chunk.length, content.remaining());
            content.get(chunk, 0, length);
            zip.write(chunk, 0, length);
        }
        zip.closeEntry();
    }
}
