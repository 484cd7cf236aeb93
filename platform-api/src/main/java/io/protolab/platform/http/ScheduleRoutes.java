package io.protolab.platform.http;

import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.protolab.platform.experiment.InvalidSpecException;
import io.protolab.platform.experiment.SpecProblem;
import io.protolab.platform.experiment.SweepSpec;
import io.protolab.platform.workflow.NewSchedule;
import io.protolab.platform.workflow.ServerCapabilities;
import io.protolab.platform.workflow.SweepSchedule;
import io.protolab.platform.workflow.SweepSchedules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Sweeps that are started by the clock: make, list, steer. None are made where the Temporal server has no schedules. */
final class ScheduleRoutes {
    private static final TextParameter CRON = new TextParameter(
            "cron", "when it starts a sweep: minute, hour, day of month, month, day of week; required");
    private static final TextParameter NAME =
            new TextParameter("name", "of the schedule, with which the ids of its sweeps begin; default: the sweep's");
    private static final TextParameter TIMEZONE = new TextParameter("timezone", "in which that is meant; default: UTC");

    private final SweepSchedules schedules;

    ScheduleRoutes(SweepSchedules schedules) {
        this.schedules = schedules;
    }

    List<Operation> operations() {
        return List.of(
                Operation.post(
                                "/api/v1/schedules",
                                "Have the sweep of a file started by the clock, unless the one before still runs",
                                "application/yaml",
                                SweepSchedule.class,
                                this::create)
                        .answering(HttpStatus.CREATED)
                        .with(CRON, NAME, TIMEZONE),
                Operation.list("/api/v1/schedules", "Schedules by name", SweepSchedule.class, this::list),
                steer("pause", "Start nothing by the clock until it is resumed", schedules::pause),
                steer("resume", "Go on after a pause", schedules::resume),
                steer("run", "Start a sweep now, also beside one that runs", schedules::run),
                steer("remove", "Forget the schedule; its sweeps stay what they are", schedules::remove));
    }

    private void create(Context ctx) {
        requireSupport();
        NewSchedule schedule = read(ctx);
        if (!schedules.create(schedule)) {
            throw new ConflictResponse("there is a schedule '" + schedule.name()
                    + "'; give another name, or remove that one first with 'protolab schedules remove "
                    + schedule.name() + "'");
        }
        ctx.status(HttpStatus.CREATED);
        ctx.json(schedules.find(schedule.name()).orElseThrow(() -> unknown(schedule.name())));
    }

    /** Whatever is wrong with the file or the words beside it is told at once. */
    private static NewSchedule read(Context ctx) {
        String cron = CRON.of(ctx).orElse("");
        String timezone = TIMEZONE.of(ctx).orElse("UTC");
        Optional<String> name = NAME.of(ctx);
        SweepSpec spec;
        try {
            spec = SpecReader.read(ctx.body());
        } catch (InvalidSpecException e) {
            List<SpecProblem> problems = new ArrayList<>(e.problems());
            problems.addAll(NewSchedule.problems(name.orElse("unnamed"), cron, timezone));
            throw new InvalidSpecException(problems);
        }
        return new NewSchedule(name.orElse(spec.name()), cron, timezone, spec);
    }

    private void list(Context ctx) {
        ctx.json(schedules.supported() ? schedules.list() : List.of());
    }

    private Operation steer(String verb, String summary, Function<String, Optional<SweepSchedule>> order) {
        return Operation.post("/api/v1/schedules/{name}/" + verb, summary, null, SweepSchedule.class, ctx -> {
            requireSupport();
            String name = ctx.pathParam("name");
            ctx.json(order.apply(name).orElseThrow(() -> unknown(name)));
        });
    }

    private void requireSupport() {
        if (!schedules.supported()) {
            throw new ConflictResponse(ServerCapabilities.NO_SCHEDULES);
        }
    }

    private static NotFoundResponse unknown(String name) {
        return new NotFoundResponse("no schedule '" + name + "'; GET /api/v1/schedules lists them");
    }
}
