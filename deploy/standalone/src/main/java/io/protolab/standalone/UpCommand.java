package io.protolab.standalone;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts all parts and stays until it is ended. */
@Command(name = "up", description = "Start everything on this machine and stay until Ctrl-C.")
final class UpCommand implements Callable<Integer> {
    /** A fault of the platform, as opposed to one of the caller. */
    private static final int PLATFORM_FAULT = 5;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:PROTOLAB_DATA:-.protolab}",
            description = "Directory that keeps everything (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".protolab");

    @Option(names = "--python", paramLabel = "PATH", description = "Python 3.10 or newer for MLflow.")
    private @Nullable Path python;

    @Option(names = "--postgres-port", paramLabel = "PORT", description = "Default: as last time, or a free one.")
    private @Nullable Integer postgresPort;

    @Option(names = "--temporal-port", paramLabel = "PORT", description = "Default: a free one.")
    private @Nullable Integer temporalPort;

    @Option(names = "--mlflow-port", paramLabel = "PORT", description = "Default: as last time, or a free one.")
    private @Nullable Integer mlflowPort;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Progress progress = (part, line) -> {
            out.printf("%-12s %s%n", part, line);
            out.flush();
        };
        ProcessLog.into(data.resolve("logs/protolab.log"));
        StandaloneConfig config = new StandaloneConfig(data, python, postgresPort, temporalPort, mlflowPort);
        Standalone standalone = new Standalone(config, progress);
        Runtime.getRuntime().addShutdownHook(new Thread(standalone::close, "stop"));
        try {
            standalone.start();
        } catch (StartupException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return PLATFORM_FAULT;
        }
        out.println("Everything is up. Ctrl-C stops it.");
        out.flush();
        new CountDownLatch(1).await();
        return 0;
    }
}
