package io.protolab.standalone;

import io.protolab.platform.cli.CommandFailure;
import io.protolab.platform.cli.ExitCodes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "down",
        description = "Stop the standalone process; a running training saves a checkpoint first.",
        mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
    /** The workers' farewell of 25 s each and the servers' stop. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(90);

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:PROTOLAB_DATA:-.protolab}",
            description = "Its data directory (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".protolab");

    @Override
    public Integer call() {
        Optional<ProcessHandle> user = DataDirectory.user(data);
        if (user.isEmpty()) {
            spec.commandLine().getOut().println("nothing runs on " + data);
            return ExitCodes.DONE;
        }
        user.get().destroy();
        if (!Waiting.until(LONGEST_STOP, () -> !user.get().isAlive())) {
            throw new CommandFailure(
                    ExitCodes.PLATFORM,
                    "process " + user.get().pid() + " did not stop within " + LONGEST_STOP.toSeconds()
                            + " s; its log is " + data.resolve("logs/protolab.log"));
        }
        spec.commandLine().getOut().println("stopped");
        return ExitCodes.DONE;
    }
}
