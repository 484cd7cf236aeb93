package io.protolab.standalone;

import io.protolab.platform.cli.Cli;
import io.protolab.platform.cli.ExitCodes;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;

/** The program behind {@code deploy/bin/protolab}: the command line, and the commands that start and stop everything. */
public final class Protolab {
    private Protolab() {}

    static CommandLine commandLine() {
        CommandLine line = Cli.commandLine()
                .addSubcommand(new UpCommand())
                .addSubcommand(new DemoCommand())
                .addSubcommand(new DownCommand())
                .addSubcommand(new BackupCommand())
                .addSubcommand(new RestoreCommand())
                .addSubcommand(new SelftestCommand())
                .addSubcommand(new BenchCommand())
                .addSubcommand(new ChaosCommand())
                .addSubcommand(new FeaturesCommand())
                .addSubcommand(new BackbonesCommand());
        IExecutionExceptionHandler others = line.getExecutionExceptionHandler();
        line.setExecutionExceptionHandler((exception, command, result) -> {
            if (exception instanceof StartupException) {
                command.getErr().println("protolab: " + exception.getMessage());
                return ExitCodes.PLATFORM;
            }
            return others.handleExecutionException(exception, command, result);
        });
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }
}
