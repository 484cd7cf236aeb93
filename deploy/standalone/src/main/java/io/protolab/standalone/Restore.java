package io.protolab.standalone;

import io.protolab.platform.cli.CommandFailure;
import io.protolab.platform.cli.ExitCodes;
import io.protolab.standalone.archive.ArchiveHeader;
import io.protolab.standalone.archive.ArchiveReader;
import io.protolab.standalone.archive.DamagedArchiveException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes a data directory from a backup. Everything is unpacked and verified aside, within the directory so that it is on the same disk,
 * and moved into place at the end; a failure leaves the directory as it was found.
 */
final class Restore {
    /** Where it is unpacked; a directory that has it was never finished, and is not started. */
    static final String STAGING = ".restoring";

    /** What an earlier restore may have left that was killed. */
    private static final Set<String> LEFTOVERS = Set.of(STAGING, "lock", "pid");

    private final Path target;
    private final boolean fresh;

    /** @param target is created, or empty */
    Restore(Path target) {
        this.target = target.toAbsolutePath().normalize();
        this.fresh = Files.notExists(this.target);
    }

    /**
     * Unpacks a backup.
     *
     * @return what it says of itself
     * @throws CommandFailure if the directory is not empty, or the file is none that can be restored here
     */
    ArchiveHeader from(Path file) throws IOException {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new CommandFailure(ExitCodes.INVALID, "there is no readable file " + file);
        }
        requireEmpty();
        try (ArchiveReader archive = new ArchiveReader(file)) {
            requireSameDatabase(archive.header());
            unpack(archive);
            return archive.header();
        } catch (DamagedArchiveException e) {
            throw new CommandFailure(ExitCodes.INVALID, String.valueOf(e.getMessage()));
        }
    }

    private void requireEmpty() throws IOException {
        if (DataDirectory.user(target).isPresent()) {
            throw DataDirectory.inUse(target);
        }
        if (fresh) {
            return;
        }
        if (!Files.isDirectory(target)) {
            throw new CommandFailure(ExitCodes.INVALID, target + " is a file; name a new or an empty directory");
        }
        if (children(target).stream().anyMatch(child -> !LEFTOVERS.contains(name(child)))) {
            throw new CommandFailure(
                    ExitCodes.INVALID, target + " is not empty; name a new or an empty directory with --data DIR");
        }
        FileTree.delete(target.resolve(STAGING));
    }

    private void unpack(ArchiveReader archive) throws IOException {
        Path staging = target.resolve(STAGING);
        boolean done = false;
        try (DataDirectory data = DataDirectory.open(target, 0)) {
            requireRoom(archive.header());
            Path files = Files.createDirectories(staging.resolve("files"));
            archive.unpack(files, staging.resolve("manifest"));
            for (Path child : children(files)) {
                Files.move(child, data.root().resolve(name(child)), StandardCopyOption.ATOMIC_MOVE);
            }
            done = true;
        } finally {
            FileTree.delete(staging);
            if (!done) {
                leaveAsFound();
            }
        }
    }

    private void leaveAsFound() throws IOException {
        Files.deleteIfExists(target.resolve("lock"));
        if (fresh) {
            Files.deleteIfExists(target);
        }
    }

    private void requireRoom(ArchiveHeader header) throws IOException {
        long free = Files.getFileStore(target).getUsableSpace();
        if (free < header.bytes()) {
            throw new StartupException(
                    String.format(
                            "The disk of %s has %d MB free, and the backup unpacks to %d MB.",
                            target, free >> 20, header.bytes() >> 20),
                    "Free some space, or choose another place with --data DIR.");
        }
    }

    /** The files of a cluster mean something to one major version only. */
    private static void requireSameDatabase(ArchiveHeader header) throws IOException {
        String ours = PostgresBinaries.major();
        if (!ours.equals(header.postgresMajor())) {
            throw new CommandFailure(
                    ExitCodes.INVALID,
                    "the backup holds a database of PostgreSQL " + header.postgresMajor()
                            + ", and this protolab brings " + ours + "; restore it with the protolab that wrote it");
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.sorted().toList();
        }
    }

    private static String name(Path child) {
        return String.valueOf(child.getFileName());
    }
}
