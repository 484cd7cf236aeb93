package io.protolab.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program that must not outlive us. It runs in a session of its own, so that Ctrl-C reaches us alone, below a guard
 * (a few lines of shell) that stops it as soon as the pipe from us closes. An orderly stop closes the pipe, and so
 * does the kernel when this JVM is killed: there is one way to stop and it is used every day.
 */
final class ChildProcess implements AutoCloseable {
    private static final String GUARD = resource("guard.sh");

    /** What a guard may need beyond the time of its server. */
    private static final Duration GUARD_MARGIN = Duration.ofSeconds(3);

    private final Command command;
    private final Process guard;
    private final MarkedProcesses processes;
    private final LogFile log;

    /**
     * What is started and how it is stopped.
     *
     * @param name names the log and marks the processes
     * @param user what precedes the command, empty to run it as ourselves
     * @param environment replaces ours
     * @param stopSignal asks it to stop
     * @param stopTime after which it is killed
     */
    record Command(
            String name,
            List<String> user,
            List<String> line,
            Map<String, String> environment,
            Path directory,
            String stopSignal,
            Duration stopTime) {
        Command {
            user = List.copyOf(user);
            line = List.copyOf(line);
            environment = Map.copyOf(environment);
        }
    }

    private ChildProcess(Command command, Process guard, MarkedProcesses processes, LogFile log) {
        this.command = command;
        this.guard = guard;
        this.processes = processes;
        this.log = log;
    }

    static ChildProcess start(Command command, DataDirectory data) {
        List<String> line = new ArrayList<>(List.of("setsid"));
        line.addAll(command.user());
        line.addAll(List.of("sh", "-c", GUARD, "guard", command.stopSignal()));
        line.add(Long.toString(command.stopTime().toSeconds()));
        line.addAll(command.line());

        LogFile log = data.freshLog(command.name());
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(command.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.path().toFile());
        builder.environment().clear();
        builder.environment().putAll(command.environment());
        builder.environment().putAll(data.processes().mark(command.name()));
        try {
            return new ChildProcess(command, builder.start(), data.processes(), log);
        } catch (IOException e) {
            throw new StartupException(
                    "Cannot start " + command.name() + ": " + e.getMessage() + ".",
                    "The programs sh, setsid and setpriv (package util-linux) must be on the PATH.",
                    e);
        }
    }

    /** Runs a program that ends by itself and returns its exit status. */
    static int run(Command command, DataDirectory data) {
        try (ChildProcess child = start(command, data)) {
            return child.awaitExit();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("The start was interrupted.", "Start again.", e);
        }
    }

    boolean isAlive() {
        return guard.isAlive();
    }

    /** The guard, the server and what that has started. */
    List<ProcessHandle> processes() {
        return processes.of(command.name());
    }

    /** Whether one of its processes listens there: an answer alone would not tell it from a program that was faster. */
    boolean listensOn(int port) {
        return ListeningSocket.on(port)
                .filter(socket -> processes().stream().anyMatch(socket::isHeldBy))
                .isPresent();
    }

    LogFile log() {
        return log;
    }

    /** Returns the exit status of the program; as shells do, 128 and the number of the signal that ended it. */
    int awaitExit() throws InterruptedException {
        return guard.waitFor();
    }

    @Override
    public void close() {
        try {
            guard.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            processes.awaitEnd(command.name(), command.stopTime().plus(GUARD_MARGIN));
        }
    }

    private static String resource(String name) {
        try (InputStream in = ChildProcess.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
