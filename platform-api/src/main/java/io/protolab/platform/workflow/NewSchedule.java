package io.protolab.platform.workflow;

import io.protolab.platform.experiment.InvalidSpecException;
import io.protolab.platform.experiment.SpecProblem;
import io.protolab.platform.experiment.SweepSpec;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * A sweep that shall be started by the clock.
 *
 * @param name of the schedule
 * @param cron five fields, or a word such as {@code @daily}
 * @param timezone name from the time zone database
 */
public record NewSchedule(String name, String cron, String timezone, SweepSpec spec) {
    private static final String NAME = "[a-z0-9][a-z0-9-]{0,39}";

    /** Whether the fields hold numbers that exist is for the server to say. */
    private static final String CRON = "@\\S.*|\\S+(\\s+\\S+){4}";

    public NewSchedule {
        List<SpecProblem> problems = problems(name, cron, timezone);
        if (!problems.isEmpty()) {
            throw new InvalidSpecException(problems);
        }
    }

    /** What is wrong with these words; the spec is judged by its reader. */
    public static List<SpecProblem> problems(String name, String cron, String timezone) {
        List<SpecProblem> problems = new ArrayList<>();
        if (!name.matches(NAME)) {
            problems.add(new SpecProblem(
                    "name",
                    "'" + name + "' is no name of a schedule; give small letters, digits and hyphens, at most 40"));
        }
        if (!cron.strip().matches(CRON) || cron.contains("TZ=")) {
            problems.add(new SpecProblem(
                    "cron",
                    "'" + cron
                            + "' is no time; give minute, hour, day of month, month and day of week, such as '0 2 * * *',"
                            + " and the time zone apart from them"));
        }
        try {
            ZoneId.of(timezone);
        } catch (DateTimeException e) {
            problems.add(new SpecProblem(
                    "timezone", "'" + timezone + "' is no time zone; give one such as Europe/Berlin or UTC"));
        }
        return problems;
    }
}
