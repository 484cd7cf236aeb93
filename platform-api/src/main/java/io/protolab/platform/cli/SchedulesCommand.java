package io.protolab.platform.cli;

import io.protolab.platform.workflow.SweepSchedule;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "schedules",
        description = "Show what is started by the clock, and steer it; 'schedule' makes one.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            SchedulesCommand.Ls.class,
            SchedulesCommand.Pause.class,
            SchedulesCommand.Resume.class,
            SchedulesCommand.Run.class,
            SchedulesCommand.Remove.class
        })
final class SchedulesCommand {
    @Command(name = "ls", description = "List schedules by name.", mixinStandardHelpOptions = true)
    static final class Ls implements Callable<Integer> {
        @Mixin
        private Connection connection = new Connection();

        @Override
        public Integer call() {
            return connection.print(ApiPaths.SCHEDULES, SweepSchedule.class, this::show);
        }

        private void show(List<SweepSchedule> schedules) {
            Table table = new Table("schedule", "time", "timezone", "sweep", "next", "last sweep");
            schedules.forEach(schedule -> table.row(
                    schedule.name(),
                    schedule.cron(),
                    schedule.timezone(),
                    schedule.sweep(),
                    schedule.paused() ? "paused" : Objects.toString(schedule.next(), "never"),
                    Objects.toString(schedule.lastSweep(), "-")));
            System.out.print(table);
            if (schedules.isEmpty()) {
                connection.client().health().lacking().stream()
                        .filter(lack -> lack.startsWith("schedules"))
                        .forEach(System.out::println);
            }
        }
    }

    @Command(
            name = "pause",
            description = "Start nothing by the clock until it is resumed; a sweep that runs goes on.",
            mixinStandardHelpOptions = true)
    static final class Pause extends Steer {}

    @Command(name = "resume", description = "Go on with a paused schedule.", mixinStandardHelpOptions = true)
    static final class Resume extends Steer {}

    @Command(
            name = "run",
            description = "Start a sweep of the schedule now, also beside one that runs.",
            mixinStandardHelpOptions = true)
    static final class Run extends Steer {}

    @Command(
            name = "remove",
            aliases = "rm",
            description = "Forget a schedule; its sweeps stay what they are.",
            mixinStandardHelpOptions = true)
    static final class Remove extends Steer {}

    /** The command's own name is the verb of the API. */
    abstract static class Steer implements Callable<Integer> {
        @Mixin
        private Connection connection = new Connection();

        @Spec
        private @Nullable CommandSpec command;

        @Parameters(paramLabel = "SCHEDULE", description = "name of the schedule")
        private String schedule = "";

        @Override
        public Integer call() {
            String verb = command == null ? "" : command.name();
            return connection.ask(
                    verb,
                    ApiPaths.schedule(schedule),
                    "schedule " + schedule,
                    verb.equals("run") ? "ls" : "schedules ls");
        }
    }
}
