package io.protolab.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.workflow.AttemptOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TakeoverTest {
    private static final Duration HEARTBEAT = Duration.ofSeconds(3);

    @Test
    void runsFromTheLastSignOfLifeOfALostWorker() {
        List<AttemptRows> attempts = List.of(
                attempt("t", 1, 0, 14, AttemptOutcome.NODE_LOST, 10),
                attempt("t", 2, 15, 30, AttemptOutcome.DONE, null));

        assertThat(Takeover.of(attempts, List.of(fault(1, 10)))).singleElement().satisfies(takeover -> {
            assertThat(takeover.time()).isEqualTo(Duration.ofSeconds(5));
            assertThat(takeover.alone()).isTrue();
        });
    }

    @Test
    void runsFromTheEndOfAnAttemptThatSaidFarewell() {
        List<AttemptRows> attempts = List.of(
                attempt("t", 1, 0, 14, AttemptOutcome.PREEMPTED, null),
                attempt("t", 2, 15, 30, AttemptOutcome.DONE, null));

        assertThat(TakeoverTimes.of(Takeover.of(attempts, List.of()), HEARTBEAT))
                .containsExactly(new TakeoverTimes(AttemptOutcome.PREEMPTED, 1, 1, 1, 1, 1, 1, 3));
    }

    @Test
    void isNotAlone_whenAnotherFaultIsAtWork() {
        List<AttemptRows> attempts = List.of(
                attempt("t", 1, 0, 14, AttemptOutcome.NODE_LOST, 10),
                attempt("t", 2, 40, 50, AttemptOutcome.DONE, null));

        assertThat(Takeover.of(attempts, List.of(fault(1, 10), fault(2, 20))))
                .extracting(Takeover::alone)
                .containsExactly(false);
    }

    @Test
    void isNotAlone_whenAnotherTrialKeepsAWorkerBusy() {
        List<AttemptRows> attempts = List.of(
                attempt("t", 1, 0, 14, AttemptOutcome.NODE_LOST, 10),
                attempt("t", 2, 15, 30, AttemptOutcome.DONE, null),
                attempt("u", 1, 5, 12, AttemptOutcome.DONE, null));

        assertThat(Takeover.of(attempts, List.of())).extracting(Takeover::alone).containsExactly(false);
    }

    @Test
    void countsNoAttemptThatWasNeverBegunOrNeverFollowed() {
        List<AttemptRows> attempts = List.of(
                new AttemptRows("t", 1, null, at(3), AttemptOutcome.NODE_LOST, null, 0),
                attempt("t", 2, 4, 30, AttemptOutcome.DONE, null),
                attempt("u", 1, 31, 40, AttemptOutcome.DONE, null));

        assertThat(Takeover.of(attempts, List.of())).isEmpty();
    }

    @Test
    void takesTheMedianAndTheNinetyFifthPercentile() {
        List<Takeover> twenty = IntStream.rangeClosed(1, 20)
                .mapToObj(seconds -> new Takeover("t", AttemptOutcome.NODE_LOST, at(0), at(seconds), seconds <= 2))
                .toList();

        assertThat(TakeoverTimes.of(twenty, HEARTBEAT))
                .containsExactly(new TakeoverTimes(AttemptOutcome.NODE_LOST, 20, 10, 19, 2, 1, 2, 8));
    }

    private static AttemptRows attempt(
            String trial, int number, int start, int end, AttemptOutcome outcome, @Nullable Integer lastSeen) {
        return new AttemptRows(trial, number, at(start), at(end), outcome, lastSeen == null ? null : at(lastSeen), 0);
    }

    private static FaultRecord fault(int number, int second) {
        Fault fault = new Fault(number, FaultKind.KILL, "gpu-1", Duration.ZERO, Duration.ZERO);
        return new FaultRecord(at(second), fault, null);
    }

    private static Instant at(int second) {
        return Instant.EPOCH.plusSeconds(second);
    }
}
