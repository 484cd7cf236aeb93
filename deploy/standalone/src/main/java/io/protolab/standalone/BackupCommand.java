package io.protolab.standalone;

import io.protolab.platform.cli.CommandFailure;
import io.protolab.platform.cli.ExitCodes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "backup",
        description = {
            "Save the whole data directory in one file, also while everything runs and trains.",
            "The file holds passwords: it is readable by its owner alone."
        },
        mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--to", paramLabel = "FILE", required = true, description = "New file, outside of the directory.")
    private Path to = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:PROTOLAB_DATA:-.protolab}",
            description = "What is saved (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".protolab");

    @Option(
            names = "--without-features",
            description = "Leave out the feature sets: large, and made again when they are needed.")
    private boolean withoutFeatures;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            Backup.Summary saved = new Backup(data, !withoutFeatures, name -> {
                        out.println("saving " + name);
                        out.flush();
                    })
                    .write(to);
            out.printf(
                    "%s holds %d files, %.1f MB; `protolab restore %s --data DIR` brings them back%n",
                    to, saved.files(), saved.bytes() / 1e6, to);
            return ExitCodes.DONE;
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCodes.PLATFORM,
                    "The backup failed, and there is no " + to + ": " + e
                            + ". Correct the disk or the permissions and try again.");
        }
    }
}
