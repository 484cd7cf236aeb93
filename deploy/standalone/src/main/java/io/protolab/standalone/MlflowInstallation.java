package io.protolab.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * MLflow in a virtual environment, made on first use from a frozen list of packages. The list is written beside the
 * environment as the last step: an environment without it, or with another one, is made anew.
 */
public final class MlflowInstallation {
    /** The release in the list. */
    public static final String VERSION = "3.17.2";

    private static final String REQUIREMENTS = requirements();
    private static final Duration INSTALL_TIME = Duration.ofMinutes(20);
    private static final Duration STOP_TIME = Duration.ofSeconds(5);
    private static final Pattern NETWORK = Pattern.compile("NewConnectionError|NameResolutionError|ConnectTimeoutError"
            + "|ReadTimeoutError|ProxyError|SSLError|Network is unreachable|Connection broken");
    /** Variables with which a caller's own Python setup would leak into the environment. */
    private static final List<String> FOREIGN = List.of(
            "PYTHONHOME",
            "PYTHONPATH",
            "PYTHONDONTWRITEBYTECODE",
            "PYTHONSTARTUP",
            "VIRTUAL_ENV",
            "PIP_USER",
            "PIP_TARGET",
            "PIP_PREFIX",
            "PIP_NO_COMPILE",
            "PIP_REQUIREMENT",
            "PIP_CONSTRAINT");

    private final Path environment;

    private MlflowInstallation(Path environment) {
        this.environment = environment;
    }

    /**
     * Returns the installation below the data directory, making it if needed.
     *
     * @param python makes the environment; null takes one from the PATH
     * @throws StartupException if there is no fitting Python or pip cannot install
     */
    public static MlflowInstallation ensure(DataDirectory data, @Nullable Path python, Progress.Step progress) {
        MlflowInstallation installation =
                new MlflowInstallation(data.directory("mlflow").resolve("environment"));
        if (!installation.isComplete()) {
            installation.install(data, Python.find(python, System.getenv().getOrDefault("PATH", "")), progress);
        }
        return installation;
    }

    /** The program {@code mlflow}. */
    public Path program() {
        return environment.resolve("bin/mlflow");
    }

    /** Ours, without variables that change what Python or MLflow do. */
    static Map<String, String> cleanEnvironment() {
        Map<String, String> clean = new HashMap<>(System.getenv());
        clean.keySet().removeAll(FOREIGN);
        clean.keySet().removeIf(name -> name.startsWith("MLFLOW_"));
        return clean;
    }

    private boolean isComplete() {
        try {
            return Files.isExecutable(python()) // a link that breaks when the system's Python is replaced
                    && Files.exists(list())
                    && Files.readString(list()).equals(REQUIREMENTS);
        } catch (IOException e) {
            return false;
        }
    }

    private void install(DataDirectory data, Python python, Progress.Step progress) {
        progress.say("installing MLflow " + VERSION + " for Python " + python.version()
                + " (once, some 50 MB to fetch, half a minute or more)");
        try {
            Files.deleteIfExists(list());
            Path requirements = environment.resolveSibling("requirements.txt");
            Files.writeString(requirements, REQUIREMENTS);
            run(
                    data,
                    "mlflow-environment",
                    List.of(python.executable().toString(), "-m", "venv", "--clear", environment.toString()),
                    "Python cannot make a virtual environment",
                    progress);
            run(
                    data,
                    "mlflow-install",
                    List.of(
                            python().toString(),
                            "-m",
                            "pip",
                            "install",
                            "--no-deps",
                            "--only-binary=:all:",
                            "--no-compile",
                            "--no-input",
                            "--disable-pip-version-check",
                            "--progress-bar=off",
                            "--retries=2",
                            "--timeout=30",
                            "--requirement=" + requirements),
                    "pip cannot install MLflow",
                    progress);
            // pip would compile on one core; without bytecode every start of the server takes ten seconds more
            progress.say("compiling");
            run(
                    data,
                    "mlflow-compile",
                    List.of(
                            python().toString(),
                            "-m",
                            "compileall",
                            "-q",
                            "-j",
                            "0",
                            environment.resolve("lib").toString()),
                    "Python cannot compile MLflow",
                    progress);
            Files.writeString(list(), REQUIREMENTS);
        } catch (IOException e) {
            throw new StartupException(
                    "Cannot install MLflow into " + environment + " (" + e + ").",
                    "Free some space or correct the permissions, or choose another place with --data DIR.",
                    e);
        }
    }

    private static void run(
            DataDirectory data, String name, List<String> line, String problem, Progress.Step progress) {
        ChildProcess.Command command = new ChildProcess.Command(
                name, List.of(), line, cleanEnvironment(), data.directory("mlflow"), "TERM", STOP_TIME);
        try (ChildProcess child = ChildProcess.start(command, data)) {
            PipProgress fetched = new PipProgress(progress);
            boolean ended = Waiting.until(INSTALL_TIME, () -> {
                fetched.look(child.log());
                return !child.isAlive();
            });
            if (!ended) {
                throw child.log().failure(problem + " within " + INSTALL_TIME.toMinutes() + " minutes");
            }
            if (child.awaitExit() != 0) {
                throw failure(problem, child.log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("The start was interrupted.", "Start again.", e);
        }
    }

    private static StartupException failure(String problem, LogFile log) {
        if (NETWORK.matcher(log.text()).find()) {
            return new StartupException(
                    problem + ": the package index cannot be reached (" + log.path() + ").",
                    "Check the network, or tell pip of a proxy (HTTPS_PROXY), an index (PIP_INDEX_URL)"
                            + " or a folder of wheels (PIP_FIND_LINKS, PIP_NO_INDEX=1); then start again.");
        }
        return log.failure(problem);
    }

    private Path python() {
        return environment.resolve("bin/python");
    }

    private Path list() {
        return environment.resolve("installed.txt");
    }

    private static String requirements() {
        try (InputStream in = MlflowInstallation.class.getResourceAsStream("mlflow-requirements.txt")) {
            if (in == null) {
                throw new IllegalStateException("The list of MLflow's packages is missing from the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
