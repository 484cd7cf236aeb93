package io.protolab.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A file system of its own in memory, which can be made as small as what it holds. It is mounted by a child process that unmounts it when it ends, so that it
 * goes with us however we end.
 */
final class SmallDisk implements AutoCloseable {
    private static final Duration MOUNT_TIME = Duration.ofSeconds(20);
    private static final Duration STOP_TIME = Duration.ofSeconds(10);
    private static final long LEFT_BYTES = 1 << 16;
    private static final int MOST_TRIES = 20;

    /** Mounts, says so, and waits to be asked to end. */
    private static final String HOLD = """
            mount -t tmpfs -o size="$2",mode=0755 protolab-chaos "$1" || exit 1
            trap 'umount -l "$1"; exit 0' TERM
            echo mounted
            while :; do sleep 3600 & wait $!; done
            """;

    private final Path directory;
    private final int megabytes;
    private final ChildProcess holder;

    private SmallDisk(Path directory, int megabytes, ChildProcess holder) {
        this.directory = directory;
        this.megabytes = megabytes;
        this.holder = holder;
    }

    /** What came of trying: a disk, or why there is none. */
    record Trial(Optional<SmallDisk> disk, String problem) {}

    /** Mounts one of that size below the data directory, where this machine allows it. */
    static Trial tryMount(DataDirectory data, int megabytes) {
        Path directory = data.directory("small-disk");
        ChildProcess holder = ChildProcess.start(
                new ChildProcess.Command(
                        "small-disk",
                        List.of(),
                        List.of("sh", "-c", HOLD, "hold", directory.toString(), megabytes + "m"),
                        System.getenv(),
                        data.root(),
                        "TERM",
                        STOP_TIME),
                data);
        boolean ready = Waiting.until(
                MOUNT_TIME, () -> !holder.isAlive() || holder.log().text().contains("mounted\n"));
        if (ready && holder.isAlive()) {
            return new Trial(Optional.of(new SmallDisk(directory, megabytes, holder)), "");
        }
        holder.close();
        return new Trial(
                Optional.empty(),
                "a small file system cannot be mounted: " + holder.log().tail().strip());
    }

    Path directory() {
        return directory;
    }

    /** Leaves no room for more than a few small files. */
    void shrink() {
        try {
            for (int tries = 0; !resize(used() + LEFT_BYTES); tries++) {
                if (tries == MOST_TRIES) { // somebody writes as fast as we measure
                    throw new IOException("it cannot be made smaller than what it holds");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot shrink " + directory, e);
        }
    }

    /** Gives the room back. */
    void grow() {
        if (!resize(megabytes * 1_048_576L)) {
            throw new IllegalStateException("cannot grow " + directory);
        }
    }

    private long used() throws IOException {
        FileStore store = Files.getFileStore(directory);
        return store.getTotalSpace() - store.getUnallocatedSpace();
    }

    private boolean resize(long bytes) {
        try {
            Process mount = new ProcessBuilder("mount", "-o", "remount,size=" + bytes, directory.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return mount.waitFor() == 0;
        } catch (IOException e) {
            return false; // it was there when the disk was made
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        holder.close();
    }
}
