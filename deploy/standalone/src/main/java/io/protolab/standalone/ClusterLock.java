package io.protolab.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The file by which PostgreSQL keeps two servers off one cluster. It holds a process id and outlives a kill; if that
 * id now belongs to another process, or to a dead one that nobody has collected, PostgreSQL takes it for a running
 * server. We know better: the data directory is locked by us, and every process of a cluster works in its directory.
 */
final class ClusterLock {
    private static final Duration LEAVE_TIME = Duration.ofSeconds(10);

    private ClusterLock() {}

    /** Waits for the processes of a killed server to leave, ends those that do not, and removes the file. */
    static void clear(Path cluster) throws IOException {
        Path file = cluster.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return;
        }
        if (!Waiting.until(LEAVE_TIME, () -> processesIn(cluster).isEmpty())) {
            processesIn(cluster).forEach(ProcessHandle::destroyForcibly);
            if (!Waiting.until(LEAVE_TIME, () -> processesIn(cluster).isEmpty())) {
                List<Long> left =
                        processesIn(cluster).stream().map(ProcessHandle::pid).toList();
                throw new StartupException(
                        "A PostgreSQL of an earlier start still works in " + cluster + ": processes " + left + ".",
                        "End them with kill -9, as the user they belong to, and start again.");
            }
        }
        Files.deleteIfExists(file);
    }

    private static List<ProcessHandle> processesIn(Path cluster) {
        return ProcessHandle.allProcesses()
                .filter(process -> worksIn(process, cluster))
                .toList();
    }

    private static boolean worksIn(ProcessHandle process, Path directory) {
        try {
            return Files.isSameFile(Path.of("/proc", Long.toString(process.pid()), "cwd"), directory);
        } catch (IOException e) {
            return false; // ended, or not ours to look into
        }
    }
}
