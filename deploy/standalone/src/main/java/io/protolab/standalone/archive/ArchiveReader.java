package io.protolab.standalone.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.protolab.platform.artifact.Sha256;
import io.protolab.platform.json.Json;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** Reads a backup once, from its header to its manifest. */
public final class ArchiveReader implements AutoCloseable {
    private static final int BUFFER = 1 << 18;
    private static final String INCOMPLETE = "ends in the middle: it is not the whole backup; copy it again";

    private final Path file;
    private final TarArchiveInputStream tar;
    private final ArchiveHeader header;
    private final byte[] buffer = new byte[BUFFER];

    /** @throws DamagedArchiveException if it does not begin as a backup does, or has another format */
    public ArchiveReader(Path file) throws IOException {
        this.file = file;
        this.tar = new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER), UTF_8.name());
        try {
            this.header = readHeader();
        } catch (IOException e) {
            tar.close();
            throw e;
        }
    }

    public ArchiveHeader header() {
        return header;
    }

    /**
     * Unpacks everything and compares it with the manifest.
     *
     * @param target an existing directory
     * @param spool a new file for what was found, until it can be compared
     * @throws DamagedArchiveException if a bit is not as it was written; what is unpacked by then stays
     * @throws IOException if the target cannot be written
     */
    public void unpack(Path target, Path spool) throws IOException {
        TarArchiveEntry entry;
        try (Writer found = Files.newBufferedWriter(spool)) {
            for (entry = next(); entry != null && !entry.getName().equals(ManifestLine.ENTRY); entry = next()) {
                found.write(unpackOnce(entry, target).text());
            }
        }
        if (entry == null) {
            throw new DamagedArchiveException(file, INCOMPLETE);
        }
        compare(spool);
    }

    private ArchiveHeader readHeader() throws IOException {
        TarArchiveEntry first = next();
        if (first == null || !first.getName().equals(ArchiveHeader.ENTRY) || first.getSize() > BUFFER) {
            throw new DamagedArchiveException(file, "is no backup of protolab");
        }
        try {
            ArchiveHeader known = Json.mapper().readValue(tar.readNBytes((int) first.getSize()), ArchiveHeader.class);
            if (known.format() != ArchiveHeader.FORMAT) {
                throw new DamagedArchiveException(
                        file,
                        "has format " + known.format() + ", and this program reads " + ArchiveHeader.FORMAT
                                + "; use the protolab that wrote it");
            }
            return known;
        } catch (JsonProcessingException e) {
            throw new DamagedArchiveException(file, "is damaged: its header cannot be read", e);
        }
    }

    private @Nullable TarArchiveEntry next() throws IOException {
        try {
            TarArchiveEntry entry = tar.getNextEntry();
            if (entry != null && !entry.isCheckSumOK()) {
                throw new IOException("the head of an entry has a wrong checksum");
            }
            return entry;
        } catch (IOException | IllegalArgumentException e) {
            throw new DamagedArchiveException(file, "is damaged or not whole: " + e.getMessage(), e);
        }
    }

    private ManifestLine unpackOnce(TarArchiveEntry entry, Path target) throws IOException {
        try {
            return unpack(entry, target);
        } catch (FileAlreadyExistsException | InvalidPathException e) {
            throw new DamagedArchiveException(file, "is damaged: it has an entry '" + entry.getName() + "'", e);
        }
    }

    private ManifestLine unpack(TarArchiveEntry entry, Path target) throws IOException {
        String name = entry.getName();
        String path = name.substring(Math.min(name.length(), ManifestLine.ROOT.length()));
        Path place = target.resolve(path).normalize();
        if (!name.startsWith(ManifestLine.ROOT) || !place.startsWith(target)) {
            throw new DamagedArchiveException(file, "is damaged: it has an entry '" + name + "'");
        }
        int mode = entry.getMode() & 0777;
        if (entry.isDirectory()) {
            Files.createDirectories(place);
            Files.setPosixFilePermissions(place, permissions(mode | 0700)); // we have to write into it
            return new ManifestLine(path.substring(0, path.length() - 1), mode, 0, ManifestLine.DIRECTORY);
        }
        if (!entry.isFile()) {
            throw new DamagedArchiveException(file, "is damaged: its entry '" + name + "' is no file");
        }
        Files.createDirectories(place.resolveSibling(".").normalize());
        String sha256 = write(place, entry.getSize());
        Files.setPosixFilePermissions(place, permissions(mode));
        return new ManifestLine(path, mode, entry.getSize(), sha256);
    }

    private String write(Path place, long size) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (OutputStream out = Files.newOutputStream(place, StandardOpenOption.CREATE_NEW)) {
            for (long left = size; left > 0; ) {
                int read = read((int) Math.min(left, buffer.length));
                digest.update(buffer, 0, read);
                out.write(buffer, 0, read);
                left -= read;
            }
        }
        return Sha256.hex(digest);
    }

    private int read(int wanted) throws IOException {
        int read;
        try {
            read = tar.read(buffer, 0, wanted);
        } catch (IOException e) {
            throw new DamagedArchiveException(file, "is damaged or not whole: " + e.getMessage(), e);
        }
        if (read <= 0) {
            throw new DamagedArchiveException(file, INCOMPLETE);
        }
        return read;
    }

    /** Both have the order of the archive, so that a line each is all that is in memory. */
    private void compare(Path spool) throws IOException {
        try (BufferedReader found = Files.newBufferedReader(spool)) {
            BufferedReader expected = new BufferedReader(new InputStreamReader(tar, UTF_8));
            while (true) {
                String was = found.readLine();
                String wanted = line(expected);
                if (was == null && wanted == null) {
                    return;
                }
                if (was == null || !was.equals(wanted)) {
                    String path = was == null
                            ? "the end"
                            : Json.mapper().readValue(was, ManifestLine.class).path();
                    throw new DamagedArchiveException(
                            file, "is damaged: " + path + " is not what was saved; take another copy");
                }
            }
        }
    }

    private @Nullable String line(BufferedReader manifest) throws IOException {
        try {
            return manifest.readLine();
        } catch (IOException e) {
            throw new DamagedArchiveException(file, INCOMPLETE, e);
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] fromOwnerRead = PosixFilePermission.values();
        for (int i = 0; i < fromOwnerRead.length; i++) {
            if ((mode & 0400 >> i) != 0) {
                permissions.add(fromOwnerRead[i]);
            }
        }
        return permissions;
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }
}
