package io.protolab.platform.workflow;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.protolab.platform.experiment.InvalidSpecException;
import io.protolab.platform.experiment.SpecProblem;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionExecutionStartWorkflow;
import io.temporal.client.schedules.ScheduleActionResult;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.ScheduleListDescription;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.common.SearchAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sweeps that a Temporal server starts by the clock, if it {@linkplain ServerCapabilities#schedules can}. Everything here throws
 * {@link TemporalUnavailableException} if Temporal does not answer soon. Thread-safe.
 */
public final class SweepSchedules {
    /** A night that was missed while the server was away is made up for within a day, and no older one. */
    private static final Duration CATCH_UP = Duration.ofDays(1);

    private static final String CRON = "cron";
    private static final String TIMEZONE = "timezone";
    private static final String SWEEP = "sweep";
    private static final String EXPERIMENT = "experiment";

    private final ScheduleClient schedules;
    private final CapabilityCheck capabilities;
    private final ShortCalls calls = new ShortCalls(ShortCalls.LONGEST_ANSWER);

    public SweepSchedules(WorkflowClient temporal) {
        schedules = ScheduleClient.newInstance(
                temporal.getWorkflowServiceStubs(),
                ScheduleClientOptions.newBuilder()
                        .setNamespace(temporal.getOptions().getNamespace())
                        .setDataConverter(temporal.getOptions().getDataConverter())
                        .build());
        capabilities = new CapabilityCheck(temporal, calls);
    }

    /** Whether the server starts anything by the clock; without, there is nothing else to ask here. */
    public boolean supported() {
        return capabilities.ask().schedules();
    }

    /**
     * Starts a sweep whenever its time comes, unless that of the time before still runs.
     *
     * @return false if there is a schedule of that name
     * @throws InvalidSpecException if the server does not understand the time
     */
    public boolean create(NewSchedule schedule) {
        boolean searchable = capabilities.ask().searchAttributes();
        try {
            return ask(() -> {
                ScheduleHandle created = schedules.createSchedule(
                        WorkflowIds.schedule(schedule.name()), of(schedule, searchable), options(schedule));
                return !created.getId().isEmpty();
            });
        } catch (ScheduleAlreadyRunningException taken) {
            return false;
        } catch (ScheduleException refused) {
            String reason = String.valueOf(Status.fromThrowable(refused).getDescription());
            throw new InvalidSpecException(List.of(new SpecProblem(
                    CRON,
                    "'" + schedule.cron() + "' is not understood by Temporal (" + reason + "); give another time")));
        }
    }

    /** By name; a schedule that was made a moment ago may be missing. */
    public List<SweepSchedule> list() {
        return ask(() -> schedules
                .listSchedules()
                .filter(schedule -> WorkflowIds.isSchedule(schedule.getScheduleId()))
                .map(SweepSchedules::listed)
                .sorted(Comparator.comparing(SweepSchedule::name))
                .toList());
    }

    /** Empty if there is none of that name; so it is with the others below. */
    public Optional<SweepSchedule> find(String name) {
        return known(name, handle -> {});
    }

    /** Fires no more until it is resumed; a sweep that runs goes on. */
    public Optional<SweepSchedule> pause(String name) {
        return known(name, ScheduleHandle::pause);
    }

    public Optional<SweepSchedule> resume(String name) {
        return known(name, ScheduleHandle::unpause);
    }

    /** Fires now, also beside a sweep that still runs. */
    public Optional<SweepSchedule> run(String name) {
        return known(name, handle -> handle.trigger(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_ALLOW_ALL));
    }

    /** Never fires again; its sweeps stay what they are. */
    public Optional<SweepSchedule> remove(String name) {
        Optional<SweepSchedule> removed = find(name);
        removed.ifPresent(schedule -> {
            boolean unused = ask(() -> {
                schedules.getHandle(WorkflowIds.schedule(name)).delete();
                return true;
            });
        });
        return removed;
    }

    private Optional<SweepSchedule> known(String name, Consumer<ScheduleHandle> order) {
        try {
            return ask(() -> {
                ScheduleHandle handle = schedules.getHandle(WorkflowIds.schedule(name));
                order.accept(handle);
                return Optional.of(described(handle.describe()));
            });
        } catch (ScheduleException e) {
            if (Status.fromThrowable(e).getCode() == Status.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private <T> T ask(Supplier<T> call) {
        try {
            return calls.answer(call);
        } catch (StatusRuntimeException silent) {
            throw new TemporalUnavailableException(silent);
        } catch (ScheduleException e) {
            Status.Code code = Status.fromThrowable(e).getCode(); // of its cause
            if (code == Status.Code.NOT_FOUND || code == Status.Code.INVALID_ARGUMENT) {
                throw e;
            }
            throw new TemporalUnavailableException(e);
        }
    }

    private static Schedule of(NewSchedule schedule, boolean searchable) {
        return Schedule.newBuilder()
                .setSpec(ScheduleSpec.newBuilder()
                        .setCronExpressions(List.of(schedule.cron()))
                        .setTimeZoneName(schedule.timezone())
                        .build())
                .setAction(ScheduleActionStartWorkflow.newBuilder()
                        .setWorkflowType(ScheduledSweepWorkflow.class)
                        .setArguments(schedule.spec())
                        .setOptions(WorkflowOptions.newBuilder()
                                .setWorkflowId(WorkflowIds.schedule(schedule.name()))
                                .setTaskQueue(TaskQueues.CPU)
                                .setTypedSearchAttributes(
                                        searchable ? SearchKeys.ofFiring(schedule.spec()) : SearchAttributes.EMPTY)
                                .build())
                        .build())
                .setPolicy(SchedulePolicy.newBuilder()
                        .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                        .setCatchupWindow(CATCH_UP)
                        .build())
                .build();
    }

    /** What was asked for in its own words: the server keeps the time as something else. */
    private static ScheduleOptions options(NewSchedule schedule) {
        return ScheduleOptions.newBuilder()
                .setMemo(Map.of(
                        CRON, schedule.cron(),
                        TIMEZONE, schedule.timezone(),
                        SWEEP, schedule.spec().name(),
                        EXPERIMENT, schedule.spec().experiment()))
                .build();
    }

    private static SweepSchedule listed(ScheduleListDescription schedule) {
        return schedule(
                schedule.getScheduleId(),
                schedule::getMemo,
                schedule.getSchedule().getState().isPaused(),
                schedule.getInfo().getNextActionTimes(),
                schedule.getInfo().getRecentActions());
    }

    private static SweepSchedule described(ScheduleDescription schedule) {
        return schedule(
                schedule.getId(),
                schedule::getMemo,
                schedule.getSchedule().getState().isPaused(),
                schedule.getInfo().getNextActionTimes(),
                schedule.getInfo().getRecentActions());
    }

    private static SweepSchedule schedule(
            String id,
            BiFunction<String, Class<String>, Object> memo,
            boolean paused,
            List<Instant> next,
            List<ScheduleActionResult> recent) {
        return new SweepSchedule(
                WorkflowIds.nameOfSchedule(id),
                String.valueOf(memo.apply(CRON, String.class)),
                String.valueOf(memo.apply(TIMEZONE, String.class)),
                String.valueOf(memo.apply(SWEEP, String.class)),
                String.valueOf(memo.apply(EXPERIMENT, String.class)),
                paused,
                paused || next.isEmpty() ? null : next.get(0),
                recent.isEmpty() ? null : sweep(recent.get(recent.size() - 1)));
    }

    private static @Nullable String sweep(ScheduleActionResult firing) {
        return firing.getAction() instanceof ScheduleActionExecutionStartWorkflow started
                ? WorkflowIds.sweepOfFiring(started.getWorkflowId())
                : null;
    }
}
