package io.protolab.cpu.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.cpu.workflow.Decision.Action;
import io.protolab.platform.workflow.AttemptOutcome;
import io.protolab.platform.workflow.AttemptStart;
import io.protolab.platform.workflow.RegistryActivities.PastAttempt;
import io.protolab.platform.workflow.TrainingOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainingCourseTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final TrainingCourse course = course(List.of());

    @ParameterizedTest
    @EnumSource(names = {"NODE_LOST", "STALLED", "HOST_MEMORY", "DEVICE_FAULT", "UNEXPECTED"})
    void neverEnds_asLongAsEachAttemptMovesOn(AttemptOutcome outcome) {
        for (int step = 1; step <= 50; step++) {
            assertThat(fails(outcome, step).action()).as("at step %d", step).isEqualTo(Action.AGAIN);
        }
    }

    @Test
    void ends_whenEachAttemptDiesInTheSameStep() {
        assertThat(fails(AttemptOutcome.NODE_LOST, 40).action()).isEqualTo(Action.AGAIN);
        for (int i = 2; i <= RetryBudgets.NODE_LOST; i++) {
            assertThat(fails(AttemptOutcome.NODE_LOST, 40).action()).isEqualTo(Action.AGAIN);
        }

        Decision end = fails(AttemptOutcome.NODE_LOST, 39);

        assertThat(end.action()).isEqualTo(Action.END);
        assertThat(end.why()).isEqualTo("6 times without a step forward, 5 are tolerated");
    }

    @Test
    void learnsFromTheSuccessorThatAKilledAttemptHadMovedOn() {
        for (int i = 0; i < 20; i++) {
            course.begin(i + 1);
            course.started(start(i + 1, "a", 10L * i, 3));

            assertThat(fails(AttemptOutcome.NODE_LOST, 0).action()).isEqualTo(Action.AGAIN);
        }
    }

    @Test
    void countsEachCauseByItself() {
        for (AttemptOutcome outcome : List.of(
                AttemptOutcome.STALLED, AttemptOutcome.UNEXPECTED, AttemptOutcome.STALLED, AttemptOutcome.UNEXPECTED)) {
            assertThat(fails(outcome, 0).action()).isEqualTo(Action.AGAIN);
        }

        assertThat(fails(AttemptOutcome.STALLED, 0).action()).isEqualTo(Action.END);
    }

    @Test
    void halvesTheMicroBatch_andKeepsTheBatch() {
        Decision first = fails(AttemptOutcome.DEVICE_MEMORY, 0);
        Decision second = fails(AttemptOutcome.DEVICE_MEMORY, 0);

        assertThat(first.why()).isEqualTo("the device ran out of memory: micro-batch 256 -> 128, the batch stays 256");
        assertThat(second.why()).contains("micro-batch 128 -> 64");
        assertThat(course.begin(3).microBatch()).isEqualTo(64);
    }

    @Test
    void avoidsTheHostOfAFault_untilNobodyElseTakesTheOrder() {
        course.begin(1);
        course.started(start(1, "gpu-3", 0, 0));
        fails(AttemptOutcome.DEVICE_FAULT, 0);

        assertThat(course.begin(2).avoidedHosts()).containsExactly("gpu-3");
        fails(AttemptOutcome.PREEMPTED, 0);
        fails(AttemptOutcome.PREEMPTED, 0);
        assertThat(course.begin(4).avoidedHosts()).containsExactly("gpu-3");
        fails(AttemptOutcome.PREEMPTED, 0);
        assertThat(course.begin(5).avoidedHosts()).isEmpty();
    }

    @Test
    void waitsForThePlatform_butNotForEver() {
        Decision first = fails(AttemptOutcome.PLATFORM, 0);
        Decision later = course.after(
                failed(AttemptOutcome.PLATFORM, 0),
                NOON.plus(RetryBudgets.OUTAGE).minusSeconds(1));
        Decision end = course.after(failed(AttemptOutcome.PLATFORM, 0), NOON.plus(RetryBudgets.OUTAGE));

        assertThat(List.of(first.action(), later.action(), end.action()))
                .containsExactly(Action.OUTLAST, Action.OUTLAST, Action.END);
        assertThat(end.why()).isEqualTo("waited for 12 hours");
    }

    @Test
    void waitsAFullTimeAgain_whenTheTrainingMovedOnInBetween() {
        fails(AttemptOutcome.PLATFORM, 0);

        Decision next = course.after(failed(AttemptOutcome.PLATFORM, 7), NOON.plus(Duration.ofHours(20)));

        assertThat(next.action()).isEqualTo(Action.OUTLAST);
    }

    @Test
    void goesOnWithBudgetsMicroBatchAndHosts_whenItsWorkflowWasLost() {
        TrainingCourse again = course(List.of(
                past(AttemptOutcome.DEVICE_MEMORY, 0, null, "gpu-1"),
                past(AttemptOutcome.DEVICE_FAULT, 0, 128, "gpu-2"),
                past(AttemptOutcome.HANDED_BACK, 0, 128, "gpu-1"),
                past(AttemptOutcome.STALLED, 0, 128, "gpu-1"),
                past(AttemptOutcome.STALLED, 0, 128, "gpu-1")));

        assertThat(again.begin(6)).isEqualTo(new TrainingOrder(6, 128, List.of("gpu-2")));
        assertThat(again.after(failed(AttemptOutcome.STALLED, 0), NOON).action())
                .isEqualTo(Action.END);
    }

    @Test
    void forgetsWhatFailedBeforeTheLastProgress_whenItsWorkflowWasLost() {
        TrainingCourse again = course(List.of(
                past(AttemptOutcome.STALLED, 5, null, "a"),
                past(AttemptOutcome.STALLED, 5, null, "a"),
                past(AttemptOutcome.PREEMPTED, 9, null, "a")));

        assertThat(again.after(failed(AttemptOutcome.STALLED, 9), NOON).action())
                .isEqualTo(Action.AGAIN);
    }

    @Test
    void countsAnOutageFromNow_whenItsWorkflowWasLost() {
        TrainingCourse again = course(Collections.nCopies(30, past(AttemptOutcome.PLATFORM, 0, null, null)));

        assertThat(again.after(failed(AttemptOutcome.PLATFORM, 0), NOON.plus(Duration.ofDays(2)))
                        .action())
                .isEqualTo(Action.OUTLAST);
    }

    private Decision fails(AttemptOutcome outcome, long step) {
        return course.after(failed(outcome, step), NOON);
    }

    private static TrainingCourse course(List<PastAttempt> earlier) {
        return new TrainingCourse(SweepSamples.training(), earlier, NOON);
    }

    private static PastAttempt past(
            AttemptOutcome outcome, long steps, @Nullable Integer microBatch, @Nullable String host) {
        return new PastAttempt(outcome, steps, microBatch, host);
    }

    private static FailedTry failed(AttemptOutcome outcome, long step) {
        return new FailedTry("train", outcome, "it failed", step, null);
    }

    private static AttemptStart start(int number, String host, long firstStep, long repeated) {
        return new AttemptStart(
                number, host + "/1", host, "cpu", 1, 0, firstStep, repeated, List.of(), List.of(), NOON);
    }
}
