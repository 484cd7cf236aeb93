package io.protolab.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The processes that work for one data directory, known by a variable in their environment which the kernel keeps as
 * it was at their start and which they pass on to their own children. Whoever has locked the directory may end them
 * all: nothing else bears that mark, whatever process ids have been used for since.
 */
final class MarkedProcesses {
    private static final String MARK = "PROTOLAB_CHILD_OF";
    private static final Duration STOP_TIME = Duration.ofSeconds(10);
    private static final Duration KILL_TIME = Duration.ofSeconds(5);

    private final Path root;

    /** @param root the data directory */
    MarkedProcesses(Path root) {
        this.root = root;
    }

    /** The variable that makes a process one of the child of that name. */
    Map<String, String> mark(String child) {
        return Map.of(MARK, child + "@" + root);
    }

    /** Ends the servers that a killed predecessor left behind: by asking, then by force. */
    void endAll() {
        matching("@" + root).forEach(ProcessHandle::destroy);
        if (!Waiting.until(STOP_TIME, () -> noneLeft("@" + root))) {
            kill("@" + root);
        }
    }

    /** Waits until the child's processes have ended as they were asked to; kills those that have not in time. */
    void awaitEnd(String child, Duration time) {
        if (!Waiting.until(time, () -> noneLeft(child + "@" + root))) {
            kill(child + "@" + root);
        }
    }

    /** The processes of one child that live now: its guard, the server and what that has started. */
    List<ProcessHandle> of(String child) {
        return matching(child + "@" + root);
    }

    /** Everything that works for the directory now. */
    List<ProcessHandle> all() {
        return matching("@" + root);
    }

    private void kill(String markEnd) {
        matching(markEnd).forEach(ProcessHandle::destroyForcibly);
        if (!Waiting.until(KILL_TIME, () -> noneLeft(markEnd))) {
            List<Long> left = matching(markEnd).stream().map(ProcessHandle::pid).toList();
            throw new StartupException(
                    "Servers of the data directory " + root + " cannot be ended: processes " + left + ".",
                    "End them with kill -9, as the user they belong to, and start again.");
        }
    }

    /** Looks twice: a process that starts another one and ends, both during one look, would hide the other. */
    private static boolean noneLeft(String markEnd) {
        boolean noneAtFirst = matching(markEnd).isEmpty();
        return noneAtFirst && matching(markEnd).isEmpty();
    }

    private static List<ProcessHandle> matching(String markEnd) {
        return ProcessHandle.allProcesses()
                .filter(process -> variables(process).anyMatch(v -> v.startsWith(MARK + "=") && v.endsWith(markEnd)))
                .toList();
    }

    /** Empty for a process that has ended, collected or not, and for one that is not ours to look into. */
    private static Stream<String> variables(ProcessHandle process) {
        try {
            byte[] environment = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "environ"));
            return Stream.of(new String(environment, StandardCharsets.UTF_8).split("\0", -1));
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
