package io.protolab.standalone;

import java.util.ArrayList;
import java.util.List;

/** A main class of ours in a JVM of its own. */
final class JavaProcess {
    private JavaProcess() {}

    /** With the environment of the tests, but none of the platform's variables. */
    static ProcessBuilder of(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dai.djl.offline=true",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        process.environment().keySet().removeIf(name -> name.startsWith("PROTOLAB_"));
        return process;
    }
}
