package io.protolab.standalone;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Python that can carry MLflow: 3.10 or newer, able to make virtual environments and to speak TLS.
 *
 * @param version such as 3.11
 */
record Python(Path executable, String version) {
    private static final int OLDEST_MINOR = 10;
    private static final List<String> NAMES =
            List.of("python3", "python", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10");
    /** Prints the version and the modules that are missing; Debian ships venv without ensurepip. */
    private static final String PROBE = """
            import sys
            sys.stdout.write("%d.%d" % sys.version_info[:2])
            for module in "venv", "ensurepip", "ssl":
                try:
                    __import__(module)
                except ImportError:
                    sys.stdout.write(" " + module)
            """;

    /**
     * Takes the wanted one, or else the first on the search path that fits.
     *
     * @param searchPath directories separated as in the variable PATH
     * @throws StartupException that says of each candidate what it lacks
     */
    static Python find(@Nullable Path wanted, String searchPath) {
        List<Path> candidates = wanted == null ? candidates(searchPath) : List.of(wanted);
        if (candidates.isEmpty()) {
            throw new StartupException(
                    "The MLflow server needs Python 3." + OLDEST_MINOR + " or newer, and none is on the PATH.",
                    "Install it (Debian and Ubuntu: apt-get install python3 python3-venv), or name one with --python PATH.");
        }
        Map<Path, String> problems = new TreeMap<>();
        String nextStep =
                "Name a newer one with --python PATH (Debian and Ubuntu: apt-get install python3 python3-venv).";
        for (Path candidate : candidates) {
            String[] answer = probe(candidate).split(" ", -1);
            if (!answer[0].matches("\\d+\\.\\d+")) {
                problems.put(candidate, "does not run (" + String.join(" ", answer) + ")");
            } else if (!isRecent(answer[0])) {
                problems.put(candidate, "is Python " + answer[0]);
            } else if (answer.length > 1) {
                List<String> missing = List.of(answer).subList(1, answer.length);
                problems.put(candidate, "is Python " + answer[0] + " without the module " + String.join(", ", missing));
                nextStep = "Install it (Debian and Ubuntu: apt-get install python" + answer[0]
                        + "-venv), or name another Python with --python PATH.";
            } else {
                return new Python(candidate, answer[0]);
            }
        }
        List<String> sentences = new ArrayList<>();
        problems.forEach((path, problem) -> sentences.add(path + " " + problem));
        throw new StartupException(
                "The MLflow server needs Python 3." + OLDEST_MINOR + " or newer with the modules venv and ensurepip: "
                        + String.join("; ", sentences) + ".",
                nextStep);
    }

    private static List<Path> candidates(String searchPath) {
        return NAMES.stream()
                .flatMap(name -> Stream.of(searchPath.split(File.pathSeparator, -1))
                        .filter(directory -> !directory.isEmpty())
                        .map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .toList();
    }

    private static boolean isRecent(String version) {
        String[] parts = version.split("\\.", -1);
        int major = Integer.parseInt(parts[0]);
        return major > 3 || (major == 3 && Integer.parseInt(parts[1]) >= OLDEST_MINOR);
    }

    private static String probe(Path executable) {
        try {
            Process process = new ProcessBuilder(executable.toString(), "-E", "-s", "-c", PROBE)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "no answer";
            }
            return output.lines().findFirst().orElse("no answer, status " + process.exitValue());
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
