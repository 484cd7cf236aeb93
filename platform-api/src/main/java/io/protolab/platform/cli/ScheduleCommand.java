package io.protolab.platform.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.protolab.platform.json.Json;
import io.protolab.platform.workflow.SweepSchedule;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "schedule",
        description =
                "Have a sweep started by the clock, unless the one before still runs. Needs a Temporal server of its own.",
        mixinStandardHelpOptions = true)
final class ScheduleCommand implements Callable<Integer> {
    @Mixin
    private Connection connection = new Connection();

    @Parameters(paramLabel = "FILE", description = "sweep file, YAML or JSON; - for standard input")
    private String file = "";

    @Option(
            names = "--cron",
            paramLabel = "TIME",
            required = true,
            description = "minute, hour, day of month, month, day of week: '0 2 * * *' is every night at two")
    private String cron = "";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "of the schedule, with which the ids of its sweeps begin (default: that of the sweep)")
    private @Nullable String name;

    @Option(
            names = "--timezone",
            paramLabel = "ZONE",
            description = "in which the time is meant, such as Europe/Berlin (default: that of this machine)")
    private @Nullable String timezone;

    @Override
    public Integer call() throws JsonProcessingException {
        String zone = timezone == null ? ZoneId.systemDefault().getId() : timezone;
        String answer = connection.client().post(ApiPaths.newSchedule(cron, zone, name), SweepFile.read(file));
        SweepSchedule made = Json.mapper().readValue(answer, SweepSchedule.class);
        System.out.println(
                connection.json()
                        ? answer
                        : "schedule " + made.name() + " starts " + made.sweep() + " next at " + made.next()
                                + "; try it with: protolab schedules run " + made.name());
        return ExitCodes.DONE;
    }
}
