package io.protolab.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one directory that holds everything a standalone process keeps, used by one process at a time.
 *
 * <pre>
 * lock, pid           who uses it
 * passwords/          generated, readable by us alone
 * logs/               one file per child, and that of the start before
 * postgres/, mlflow/  binaries, database, virtual environment, artifacts
 * </pre>
 */
public final class DataDirectory implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int PASSWORD_BYTES = 24;

    private final Path root;
    private final FileChannel lockChannel;
    private final MarkedProcesses processes;

    private DataDirectory(Path root, FileChannel lockChannel) {
        this.root = root;
        this.lockChannel = lockChannel;
        this.processes = new MarkedProcesses(root);
    }

    /**
     * Creates or takes over the directory, and ends the servers that a killed predecessor left behind.
     *
     * @param freeBytes what a start may need on its disk
     * @throws StartupException if it cannot be written, is used by another process or lies on a full disk
     */
    public static DataDirectory open(Path path, long freeBytes) {
        Path root = path.toAbsolutePath().normalize();
        FileChannel channel = openLock(root);
        try {
            requireExclusive(root, channel);
            requireWhole(root);
            requireFree(root, freeBytes);
            Files.writeString(pidFile(root), ProcessHandle.current().pid() + "\n");
            DataDirectory data = new DataDirectory(root, channel);
            data.processes.endAll();
            return data;
        } catch (IOException | RuntimeException e) {
            try {
                channel.close();
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e instanceof RuntimeException failure ? failure : notWritable(root, (IOException) e);
        }
    }

    /**
     * The process that uses the directory now, judged by its lock; empty if none does.
     *
     * @throws StartupException if the directory is somebody else's, so that it cannot be told
     */
    public static Optional<ProcessHandle> user(Path path) {
        Path root = path.toAbsolutePath().normalize();
        if (Files.notExists(root.resolve("lock"))) { // unlike one that we may not see
            return Optional.empty();
        }
        try (FileChannel channel = openLock(root)) {
            FileLock lock = tryLock(channel);
            return lock == null ? readPid(root).flatMap(ProcessHandle::of) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look at the lock of " + root, e);
        }
    }

    public Path root() {
        return root;
    }

    /** A directory below this one, created when it is missing; others may pass through it, not list it. */
    public Path directory(String name) {
        Path directory = root.resolve(name);
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory);
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
            }
            return directory;
        } catch (IOException e) {
            throw notWritable(directory, e);
        }
    }

    /** The password of that name: generated on first use, the same ever after. */
    public String password(String name) {
        try {
            Path file = directory("passwords").resolve(name);
            if (!Files.exists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            String known = Files.readString(file).strip();
            if (!known.isEmpty()) {
                return known;
            }
            byte[] bytes = new byte[PASSWORD_BYTES];
            RANDOM.nextBytes(bytes);
            String password = HexFormat.of().formatHex(bytes);
            Files.writeString(file, password + "\n");
            return password;
        } catch (IOException e) {
            throw notWritable(root, e);
        }
    }

    /** Gives the directory back; its files stay. */
    @Override
    public void close() {
        try {
            if (lockChannel.isOpen()) {
                Files.deleteIfExists(pidFile(root));
                lockChannel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unlock " + root, e);
        }
    }

    MarkedProcesses processes() {
        return processes;
    }

    LogFile freshLog(String name) {
        return LogFile.fresh(directory("logs").resolve(name + ".log"));
    }

    private static FileChannel openLock(Path root) {
        try {
            Files.createDirectories(root);
            return FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw notWritable(root, e);
        }
    }

    private static void requireExclusive(Path root, FileChannel channel) throws IOException {
        if (tryLock(channel) == null) {
            throw inUse(root);
        }
    }

    /** What somebody is told who wants to use the directory while another process does. */
    static StartupException inUse(Path root) throws IOException {
        String holder = readPid(root).map(pid -> "process " + pid).orElse("another process");
        return new StartupException(
                "The data directory " + root + " is in use by " + holder + ".",
                "Stop that one with `" + downCommand(root) + "`, or choose another with --data DIR.");
    }

    /** The line that stops the process on a directory, as it can be pasted into a shell. */
    static String downCommand(Path root) {
        String path = root.toString();
        boolean plain = path.matches("[\\p{L}\\p{N}/._-]+");
        return "protolab down --data " + (plain ? path : "'" + path.replace("'", "'\\''") + "'");
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static void requireWhole(Path root) {
        if (Files.exists(root.resolve(Restore.STAGING))) {
            throw new StartupException(
                    "The data directory " + root + " was never restored to the end.",
                    "Call `protolab restore` again; it goes on from an empty directory.");
        }
    }

    private static void requireFree(Path root, long bytes) throws IOException {
        long free = Files.getFileStore(root).getUsableSpace();
        if (free < bytes) {
            throw new StartupException(
                    String.format(
                            "The disk of %s has %d MB free, and a start may need %d MB.",
                            root, free >> 20, bytes >> 20),
                    "Free some space, or choose another place with --data DIR.");
        }
    }

    /** What somebody is told whose permissions or disk do not let us make files there. */
    static StartupException notWritable(Path path, IOException cause) {
        return new StartupException(
                "Cannot write below " + path + " (" + cause + ").",
                "Correct the permissions or the disk, or choose another place with --data DIR.",
                cause);
    }

    private static Path pidFile(Path root) {
        return root.resolve("pid");
    }

    /** Kept beside the lock and not in it: closing any other channel on a locked file would unlock it. */
    private static Optional<Long> readPid(Path root) throws IOException {
        if (!Files.exists(pidFile(root))) {
            return Optional.empty();
        }
        String pid = Files.readString(pidFile(root)).strip();
        return pid.matches("\\d+") ? Optional.of(Long.parseLong(pid)) : Optional.empty();
    }
}
