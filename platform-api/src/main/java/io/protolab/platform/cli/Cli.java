package io.protolab.platform.cli;

import io.protolab.platform.json.Json;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;

/** All commands that need no more than an API server. */
@Command(
        name = "protolab",
        description = "Trains self-explainable vision models over sweeps and keeps everything.",
        mixinStandardHelpOptions = true,
        version = "protolab 1.0.0",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ValidateCommand.class,
            SubmitCommand.class,
            WatchCommand.class,
            ScheduleCommand.class,
            SchedulesCommand.class,
            ListCommand.class,
            ShowCommand.class,
            WhyCommand.class,
            StatusCommand.class,
            OpenCommand.class,
            ReproduceCommand.class,
            ExportCommand.class,
            RegisterCommand.class,
            DeliveriesCommand.class,
            CacheCommand.class,
            DoctorCommand.class,
            GenerateCompletion.class,
            HelpCommand.class
        })
public final class Cli {
    private Cli() {}

    /** Ready to be executed, or to be given more commands. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Cli());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.addSubcommand("pause", steer("Hold a sweep: start nothing more, keep the checkpoints of running trials."));
        line.addSubcommand("resume", steer("Go on with a paused sweep."));
        line.addSubcommand("cancel", steer("End a sweep and its open trials."));
        line.setExecutionExceptionHandler((exception, command, result) -> {
            CommandFailure failure = exception instanceof CommandFailure known
                    ? known
                    : new CommandFailure(ExitCodes.PLATFORM, "fault of the platform: " + exception);
            command.getErr().println("protolab: " + failure.getMessage());
            if (command.getParseResult().hasMatchedOption("--json")) {
                System.out.println(Json.text(failure.body()));
            }
            return failure.exitCode();
        });
        return line;
    }

    private static CommandLine steer(String description) {
        CommandSpec spec = CommandSpec.forAnnotatedObject(new SteerCommand());
        spec.usageMessage().description(description);
        return new CommandLine(spec);
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }
}
