package io.protolab.standalone.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.protolab.platform.artifact.Sha256;
import io.protolab.platform.json.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes a backup: the header, entries, and with {@link #finish} the manifest. Paths are relative and have forward slashes. */
public final class ArchiveWriter implements AutoCloseable {
    private static final int BUFFER = 1 << 18;

    private final FileChannel file;
    private final BufferedOutputStream buffered;
    private final TarArchiveOutputStream tar;
    private final Path spool;
    private final Writer lines;
    private final byte[] buffer = new byte[BUFFER];
    private long files;
    private long bytes;

    /**
     * A writer of an existing, empty file.
     *
     * @param spool another one, for lines that have to wait until the end
     */
    public ArchiveWriter(Path target, Path spool, ArchiveHeader header) throws IOException {
        this.file = FileChannel.open(target, StandardOpenOption.WRITE);
        this.buffered = new BufferedOutputStream(Channels.newOutputStream(file), BUFFER);
        this.tar = new TarArchiveOutputStream(buffered, UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        this.spool = spool;
        this.lines = Files.newBufferedWriter(spool);
        put(ArchiveHeader.ENTRY, 0600, Json.text(header).getBytes(UTF_8));
    }

    /** How many files it holds so far. */
    public long files() {
        return files;
    }

    /** How many bytes of content it holds so far. */
    public long bytes() {
        return bytes;
    }

    public void directory(String path, int mode) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(ManifestLine.ROOT + path + "/");
        entry.setMode((TarArchiveEntry.DEFAULT_DIR_MODE & ~0777) | mode);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
        lines.write(new ManifestLine(path, mode, 0, ManifestLine.DIRECTORY).text());
    }

    /**
     * Copies a file with the size it has when it is opened: what is appended later is left out, and what was cut off meanwhile becomes
     * zeros, as a database expects whose log covers both.
     *
     * @return false if there is no such file any more
     */
    public boolean file(String path, int mode, Path source) throws IOException {
        try (FileChannel channel = FileChannel.open(source, StandardOpenOption.READ);
                InputStream content = Channels.newInputStream(channel)) {
            long size = channel.size();
            begin(ManifestLine.ROOT + path, mode, size);
            MessageDigest digest = Sha256.digest();
            for (long left = size; left > 0; ) {
                int wanted = (int) Math.min(left, buffer.length);
                int read = content.readNBytes(buffer, 0, wanted);
                if (read < wanted) {
                    Arrays.fill(buffer, read, wanted, (byte) 0);
                }
                digest.update(buffer, 0, wanted);
                tar.write(buffer, 0, wanted);
                left -= wanted;
            }
            end(path, mode, size, Sha256.hex(digest));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** A file that exists only here. */
    public void content(String path, int mode, byte[] content) throws IOException {
        put(ManifestLine.ROOT + path, mode, content);
        lines.write(new ManifestLine(path, mode, content.length, Sha256.of(content)).text());
        files++;
        bytes += content.length;
    }

    /** Writes the manifest; the file is on the disk when this returns. */
    public void finish() throws IOException {
        lines.close();
        begin(ManifestLine.ENTRY, 0600, Files.size(spool));
        Files.copy(spool, tar);
        tar.closeArchiveEntry();
        tar.finish();
        buffered.flush(); // which the archive does not hand on
        file.force(true);
    }

    private void put(String name, int mode, byte[] content) throws IOException {
        begin(name, mode, content.length);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private void begin(String name, int mode, long size) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL);
        entry.setMode((TarArchiveEntry.DEFAULT_FILE_MODE & ~0777) | mode);
        entry.setSize(size);
        tar.putArchiveEntry(entry);
    }

    private void end(String path, int mode, long size, String sha256) throws IOException {
        tar.closeArchiveEntry();
        lines.write(new ManifestLine(path, mode, size, sha256).text());
        files++;
        bytes += size;
    }

    /** Lets go of the file, whole or not. */
    @Override
    public void close() throws IOException {
        try (file) {
            lines.close();
        }
    }
}
