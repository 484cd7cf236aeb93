package io.protolab.standalone;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A main class of ours as a process of its own, which is started again when it ends. Several on one machine share its cores, so each is kept
 * small: one thread computes, one collects garbage, and code is compiled once and quickly.
 */
final class JavaPart implements Part {
    private static final Duration STOP_TIME = Duration.ofSeconds(40);
    private static final List<String> SMALL =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Dai.djl.offline=true");

    private final String name;
    private final Watchdog server;

    private JavaPart(String name, Watchdog server) {
        this.name = name;
        this.server = server;
    }

    /**
     * What runs in the process.
     *
     * @param name of the process and of its log
     * @param heapMegabytes at most
     * @param variables beyond those that every process gets; ours of the platform are not handed on
     */
    record Program(
            String name, Class<?> main, List<String> arguments, int heapMegabytes, Map<String, String> variables) {
        Program {
            arguments = List.copyOf(arguments);
            variables = Map.copyOf(variables);
        }

        private List<String> line() {
            List<String> line = new ArrayList<>();
            line.add(System.getProperty("java.home") + "/bin/java");
            line.add("-Xmx" + heapMegabytes + "m");
            line.addAll(SMALL);
            line.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
            line.addAll(arguments);
            return line;
        }

        private Map<String, String> environment() {
            Map<String, String> environment = new HashMap<>(System.getenv());
            environment.keySet().removeIf(variable -> variable.startsWith("PROTOLAB_"));
            environment.putAll(variables);
            return environment;
        }
    }

    /** Returns when the process has been started, which is not yet when it serves. */
    static JavaPart start(Program program, DataDirectory data, RestartPause pause, Progress.Step progress) {
        Path directory = data.directory("work");
        ChildProcess.Command command = new ChildProcess.Command(
                program.name(), List.of(), program.line(), program.environment(), directory, "TERM", STOP_TIME);
        ChildProcess first = ChildProcess.start(command, data);
        return new JavaPart(
                program.name(), Watchdog.over(first, () -> ChildProcess.start(command, data), pause, progress));
    }

    @Override
    public String address() {
        return name;
    }

    @Override
    public void close() {
        server.close();
    }
}
