package io.protolab.standalone;

import io.protolab.platform.cli.CommandFailure;
import io.protolab.platform.cli.ExitCodes;
import io.protolab.standalone.archive.ArchiveHeader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "restore",
        description = "Make a data directory from a backup; 'protolab up' then goes on where the backup was taken.",
        mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "What 'protolab backup' wrote.")
    private Path file = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:PROTOLAB_DATA:-.protolab}",
            description = "New or empty directory (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".protolab");

    @Override
    public Integer call() {
        try {
            ArchiveHeader restored = new Restore(data).from(file);
            spec.commandLine()
                    .getOut()
                    .printf(
                            "%s is as it was at %s%s; `protolab up --data %s` goes on from there%n",
                            data, restored.createdAt(), restored.features() ? "" : ", without feature sets", data);
            return ExitCodes.DONE;
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCodes.PLATFORM,
                    "Nothing was restored: " + e + ". Correct the disk or the permissions and try again.");
        }
    }
}
