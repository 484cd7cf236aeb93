package io.protolab.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The process of a server alone, below its guard and above what it has started: what a fault hits.
 *
 * @param handle of the process that lives now
 */
record ServerProcess(ProcessHandle handle) {
    /** Field of {@code /proc/PID/stat} after the name: the session; those before it are state, parent and group. */
    private static final int SESSION = 3;

    /**
     * The server that runs as a child of that name; empty while there is none. It is what its guard has started in a session of its own;
     * the guard is the one process with the mark whose parent does not bear it.
     */
    static Optional<ServerProcess> of(DataDirectory data, String child) {
        List<ProcessHandle> marked = data.processes().of(child);
        return marked.stream()
                .filter(process -> process.parent()
                        .filter(marked::contains)
                        .filter(guard -> guard.parent().filter(marked::contains).isEmpty())
                        .isPresent())
                .filter(ServerProcess::leadsSession)
                .map(ServerProcess::new)
                .findFirst();
    }

    private static boolean leadsSession(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(fields[SESSION]) == process.pid();
        } catch (IOException e) {
            return false; // ended meanwhile
        }
    }

    /**
     * Sends a signal to it and to whatever it has started; the sessions of PostgreSQL are in process groups of their own.
     *
     * @param name such as {@code STOP}
     */
    void signalAll(String name) {
        send(name, handle.pid());
        handle.descendants().forEach(process -> send(name, process.pid()));
    }

    /** Sends a signal to it alone. */
    void signal(String name) {
        send(name, handle.pid());
    }

    private static void send(String name, long target) {
        try {
            Process kill = new ProcessBuilder(
                            "sh", "-c", "kill -s \"$1\" -- \"$2\"", "kill", name, Long.toString(target))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            kill.waitFor(); // one that has ended meanwhile cannot be signalled, which is no matter
        } catch (IOException e) {
            throw new StartupException("Cannot run sh (" + e + ").", "It must be on the PATH.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
