package io.protolab.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.protolab.platform.artifact.Sha256;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs, unpacked from the archive on the class path into a directory named by its checksum. */
final class PostgresBinaries {
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

    private PostgresBinaries() {}

    /** Returns the directory with {@code bin/initdb} and {@code bin/postgres}; unpacks it if it is not there. */
    static Path unpack(Path parent) {
        try {
            Path complete = parent.resolve("binaries-" + checksum());
            if (!Files.exists(complete)) {
                Path partial = parent.resolve("binaries.partial");
                FileTree.delete(partial);
                extract(partial);
                Files.move(partial, complete, StandardCopyOption.ATOMIC_MOVE);
            }
            return complete;
        } catch (IOException e) {
            throw new StartupException(
                    "Cannot unpack PostgreSQL into " + parent + " (" + e + ").",
                    "Free some space or correct the permissions, or choose another place with --data DIR.",
                    e);
        }
    }

    /** The major version of the programs, such as {@code 18}; it stands at the head of one of the first files. */
    static String major() throws IOException {
        try (TarArchiveInputStream tar = open()) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().endsWith("/postgres.bki")) {
                    String head = new BufferedReader(new InputStreamReader(tar, UTF_8)).readLine();
                    return String.valueOf(head).replaceFirst("# PostgreSQL ", "");
                }
            }
        }
        throw new IOException("the archive of PostgreSQL has no postgres.bki");
    }

    private static TarArchiveInputStream open() throws IOException {
        return new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive())));
    }

    private static InputStream archive() {
        InputStream archive = PostgresBinaries.class.getResourceAsStream(ARCHIVE);
        if (archive == null) {
            throw new StartupException(
                    "PostgreSQL for Linux on x86-64 is not on the class path (" + ARCHIVE + ").",
                    "Build again with `mvn package`.");
        }
        return archive;
    }

    private static String checksum() throws IOException {
        try (InputStream in = archive()) {
            return Sha256.of(in).substring(0, 12);
        }
    }

    private static void extract(Path target) throws IOException {
        try (TarArchiveInputStream tar = open()) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("The archive holds a path outside: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(parentOf(path));
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(parentOf(path));
                    Files.copy(tar, path);
                    Files.setPosixFilePermissions(path, permissions(entry.getMode()));
                }
            }
        }
        FileTree.forEach(target, path -> {
            if (Files.isDirectory(path)) {
                Files.setPosixFilePermissions(path, permissions(0755));
            }
        });
    }

    private static Path parentOf(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IOException("No directory above " + path);
        }
        return parent;
    }

    /** The server may run as another user: what the archive lets the owner read or run, everybody may. */
    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.of(
                PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.GROUP_READ,
                PosixFilePermission.OTHERS_READ);
        if ((mode & 0100) != 0) {
            permissions.addAll(EnumSet.of(
                    PosixFilePermission.OWNER_EXECUTE,
                    PosixFilePermission.GROUP_EXECUTE,
                    PosixFilePermission.OTHERS_EXECUTE));
        }
        return permissions;
    }
}
