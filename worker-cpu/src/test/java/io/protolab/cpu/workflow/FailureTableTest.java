package io.protolab.cpu.workflow;

import static io.protolab.cpu.workflow.Decision.Action.AGAIN;
import static io.protolab.cpu.workflow.Decision.Action.END;
import static io.protolab.cpu.workflow.Decision.Action.OUTLAST;
import static io.protolab.platform.workflow.AttemptOutcome.BAD_INPUT;
import static io.protolab.platform.workflow.AttemptOutcome.DEVICE_FAULT;
import static io.protolab.platform.workflow.AttemptOutcome.DEVICE_MEMORY;
import static io.protolab.platform.workflow.AttemptOutcome.DIVERGED;
import static io.protolab.platform.workflow.AttemptOutcome.HOST_MEMORY;
import static io.protolab.platform.workflow.AttemptOutcome.NODE_LOST;
import static io.protolab.platform.workflow.AttemptOutcome.PLATFORM;
import static io.protolab.platform.workflow.AttemptOutcome.PREEMPTED;
import static io.protolab.platform.workflow.AttemptOutcome.STALLED;
import static io.protolab.platform.workflow.AttemptOutcome.UNEXPECTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.artifact.FullDiskException;
import io.protolab.platform.artifact.VolumeAwayException;
import io.protolab.platform.registry.RegistryException;
import io.protolab.platform.workflow.AttemptFailure;
import io.protolab.platform.workflow.AttemptOutcome;
import io.protolab.platform.workflow.FinalFailure;
import io.protolab.platform.workflow.SignOfLife;
import io.temporal.api.enums.v1.RetryState;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.ServerFailure;
import io.temporal.failure.TimeoutFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every failure as it is thrown, how often it came before without a step forward, and what follows. */
class FailureTableTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest(name = "{0}, time {2}: {3}, {4} after {5} s")
    @MethodSource
    void knowsWhatEachFailureIs_andWhatFollows(
            String name, Throwable thrown, int time, AttemptOutcome outcome, Decision.Action action, int pause) {
        TrainingCourse course = new TrainingCourse(SweepSamples.training(), List.of(), NOON);
        FailedTry failed = FailedTry.of(failure(thrown));

        Decision decision = Decision.end("");
        for (int i = 0; i < time; i++) {
            decision = course.after(failed, NOON.plusSeconds(i));
        }

        assertThat(failed.outcome()).isEqualTo(outcome);
        assertThat(decision.action()).isEqualTo(action);
        assertThat(decision.pause()).isEqualTo(Duration.ofSeconds(pause));
        assertThat(failed.evidence()).isNotBlank();
    }

    static Stream<Arguments> knowsWhatEachFailureIs_andWhatFollows() {
        return Stream.of(
                        rows("bad spec", typed(FinalFailure.TYPE), BAD_INPUT, END, 0),
                        rows("bad data", named(BAD_INPUT), BAD_INPUT, END, 0),
                        rows("refused by the registry", typed(RegistryException.class.getName()), BAD_INPUT, END, 0),
                        rows("loss is NaN", named(DIVERGED), DIVERGED, END, 0),
                        rows("card too small", named(DEVICE_MEMORY), DEVICE_MEMORY, END, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                        rows("host too small", named(HOST_MEMORY), HOST_MEMORY, END, 5, 10, 0),
                        rows("heap too small", typed(OutOfMemoryError.class.getName()), HOST_MEMORY, END, 5, 10, 0),
                        rows("silence", timeout(TimeoutType.TIMEOUT_TYPE_HEARTBEAT), NODE_LOST, END, 0, 1, 2, 4, 8, 0),
                        rows("node that says so", named(NODE_LOST), NODE_LOST, END, 0, 1, 2, 4, 8, 0),
                        rows("SIGTERM", named(PREEMPTED), PREEMPTED, AGAIN, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60),
                        rows("ECC error", named(DEVICE_FAULT), DEVICE_FAULT, END, 0, 1, 2, 0),
                        rows("no step", named(STALLED), STALLED, END, 0, 1, 0),
                        rows(
                                "longest attempt",
                                timeout(TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE),
                                STALLED,
                                END,
                                0,
                                1,
                                0),
                        rows("share away", named(PLATFORM), PLATFORM, OUTLAST, 5, 10, 20, 40, 60, 60),
                        rows("full disk", typed(FullDiskException.class.getName()), PLATFORM, OUTLAST, 5, 10, 20),
                        rows("volume away", typed(VolumeAwayException.class.getName()), PLATFORM, OUTLAST, 5, 10, 20),
                        rows("full disk below", below(FullDiskException.class.getName()), PLATFORM, OUTLAST, 5, 10),
                        rows("server", new ServerFailure("overloaded", false, null), PLATFORM, OUTLAST, 5),
                        rows("queue", timeout(TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START), PLATFORM, OUTLAST, 5),
                        rows("bug", typed(IllegalStateException.class.getName()), UNEXPECTED, END, 5, 10, 20, 0),
                        rows("cut line", typed("java.net.SocketException"), UNEXPECTED, END, 5, 10, 20, 0),
                        rows("nameless", new IllegalStateException("?"), UNEXPECTED, END, 5, 10, 20, 0))
                .flatMap(rows -> rows);
    }

    /** A row for each time in a row: the pauses, and with the last one the last action. */
    private static Stream<Arguments> rows(
            String name, Throwable thrown, AttemptOutcome outcome, Decision.Action last, int... pauses) {
        Decision.Action before = outcome == PLATFORM ? OUTLAST : AGAIN;
        return IntStream.rangeClosed(1, pauses.length)
                .mapToObj(time -> Arguments.of(
                        name, thrown, time, outcome, time == pauses.length ? last : before, pauses[time - 1]));
    }

    private static ActivityFailure failure(@Nullable Throwable thrown) {
        return new ActivityFailure(
                "failed", 1, 2, "Train", "id", RetryState.RETRY_STATE_MAXIMUM_ATTEMPTS_REACHED, "worker", thrown);
    }

    private static Throwable named(AttemptOutcome outcome) {
        return AttemptFailure.of(outcome, "it is " + outcome, null);
    }

    private static Throwable typed(String type) {
        return ApplicationFailure.newFailure("it failed", type);
    }

    private static Throwable below(String type) {
        return ApplicationFailure.newFailureWithCause("it failed", IllegalStateException.class.getName(), typed(type));
    }

    private static Throwable timeout(TimeoutType type) {
        return new TimeoutFailure("timeout", new SignOfLife(0, NOON), type);
    }
}
