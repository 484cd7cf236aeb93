package io.protolab.gpu.features;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of a feature set that is being built. Its builder holds a lock on it, which the kernel takes from a process that dies, so
 * that whoever comes next goes on where a builder was stopped or killed; two at the same time have one each.
 */
final class UnfinishedSet implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(UnfinishedSet.class);

    private static final String PREFIX = ".unfinished-";
    private static final String LOCK = "lock";

    private final Path directory;
    private final @Nullable FileChannel held;

    private UnfinishedSet(Path directory, @Nullable FileChannel held) {
        this.directory = directory;
        this.held = held;
    }

    /** One that nobody builds any more, or else an empty one. */
    static UnfinishedSet take(Path cache, String address) throws IOException {
        String prefix = PREFIX + address + "-";
        for (Path left : named(cache, prefix)) {
            FileChannel held = lock(left.resolve(LOCK));
            if (held != null) {
                return new UnfinishedSet(left, held);
            }
        }
        Path fresh = Files.createTempDirectory(cache, PREFIX);
        FileChannel held = lock(Files.createFile(fresh.resolve(LOCK)));
        Path known = cache.resolve(prefix + fresh.getFileName().toString().substring(PREFIX.length()));
        return new UnfinishedSet(Files.move(fresh, known, StandardCopyOption.ATOMIC_MOVE), held);
    }

    private static List<Path> named(Path cache, String prefix) throws IOException {
        try (Stream<Path> children = Files.list(cache)) {
            return children.filter(child -> child.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }

    /** Null where it cannot be had: somebody builds, or just finished, or the file system knows no locks. */
    private static @Nullable FileChannel lock(Path file) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
        } catch (NoSuchFileException finished) {
            return null;
        }
        try {
            FileLock lock = channel.tryLock();
            if (lock != null && Files.exists(file)) {
                return channel;
            }
        } catch (OverlappingFileLockException here) {
            // another thread of this process builds
        } catch (IOException unknown) {
            log.warn("{} cannot be locked, so nobody goes on with it: {}", file, unknown.toString());
        }
        channel.close();
        return null;
    }

    Path directory() {
        return directory;
    }

    /** Leaves nothing but shards and index. */
    void strip() throws IOException {
        Files.deleteIfExists(directory.resolve(WrittenRows.FILE));
        Files.deleteIfExists(directory.resolve(LOCK));
    }

    /** Deletes a directory and all below it, if it is there. */
    static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Lets others go on with it; deletes it if there is nothing to go on with, unless it was renamed. */
    @Override
    public void close() throws IOException {
        try (FileChannel lock = held) {
            if (!Files.exists(directory.resolve(WrittenRows.FILE))) {
                delete(directory);
            }
        }
    }
}
