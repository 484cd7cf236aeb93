package io.protolab.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.workflow.AttemptOutcome;
import io.protolab.standalone.chaos.TakeoverTimes.Spread;
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
    void runsFromTheKillOfTheWorkerThatWasLost() {
        List<AttemptRows> attempts = List.of(
                attempt("t", 1, 0, 14, AttemptOutcome.NODE_LOST, 10),
                attempt("t", 2, 17, 30, AttemptOutcome.DONE, null));
        List<FaultRecord> faults = List.of(
                struck(FaultKind.NODE_KILL, 12, 101), // another worker, at the same time
                struck(FaultKind.NODE_KILL, 11, 1),
                struck(FaultKind.NODE_PREEMPTION, 13, 1),
                struck(FaultKind.NODE_KILL, 20, 1));

        assertThat(Takeover.of(attempts, faults)).extracting(Takeover::time).containsExactly(Duration.ofSeconds(6));
    }

    @Test
    void runsFromTheRequestToEnd() {
        List<AttemptRows> attempts = List.of(
                attempt("t", 1, 0, 14, AttemptOutcome.PREEMPTED, null),
                attempt("t", 2, 15, 30, AttemptOutcome.DONE, null));

        assertThat(Takeover.of(attempts, List.of(struck(FaultKind.NODE_PREEMPTION, 12, 1))))
                .extracting(Takeover::time)
                .containsExactly(Duration.ofSeconds(3));
    }

    @Test
    void countsNone_whileAClockIsWrong() {
        List<AttemptRows> attempts = List.of(
                attempt("t", 1, 0, 14, AttemptOutcome.NODE_LOST, 10),
                attempt("t", 2, 3600, 30, AttemptOutcome.DONE, null));

        assertThat(Takeover.of(attempts, List.of(fault(FaultKind.CLOCK_STEP, 1, 8, 6))))
                .isEmpty();
        assertThat(Takeover.of(attempts, List.of(fault(FaultKind.CLOCK_STEP, 1, 4, 6))))
                .hasSize(1);
    }

    @Test
    void runsFromTheEndOfAnAttemptThatSaidFarewell() {
        List<AttemptRows> attempts = List.of(
                attempt("t", 1, 0, 14, AttemptOutcome.PREEMPTED, null),
                attempt("t", 2, 15, 30, AttemptOutcome.DONE, null));

        assertThat(TakeoverTimes.of(Takeover.of(attempts, List.of()), HEARTBEAT))
                .containsExactly(new TakeoverTimes(
                        AttemptOutcome.PREEMPTED, new Spread(1, 1, 1, 1, 1), new Spread(1, 1, 1, 1, 1), 3));
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
    void isNotAlone_whenThePlatformIsWhatFailed() {
        List<AttemptRows> attempts = List.of(
                attempt("t", 1, 0, 14, AttemptOutcome.NODE_LOST, 10),
                attempt("t", 2, 20, 30, AttemptOutcome.DONE, null));

        assertThat(Takeover.of(attempts, List.of(fault(FaultKind.TERMINATE, 1, 10, 0))))
                .extracting(Takeover::alone)
                .containsExactly(false);
    }

    @Test
    void countsNoAttemptThatWasNeverBegunOrNeverFollowed() {
        List<AttemptRows> attempts = List.of(
                new AttemptRows("t", 1, null, null, at(3), AttemptOutcome.NODE_LOST, null, 0),
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
                .containsExactly(new TakeoverTimes(
                        AttemptOutcome.NODE_LOST, new Spread(20, 10, 19, 20, 8), new Spread(2, 1, 2, 2, 2), 8));
    }

    @Test
    void isTooLate_whereNoBusyMachineExplainsIt() {
        assertThat(tooLate(32)).isEmpty();
        assertThat(tooLate(33)).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.TOO_LATE);
            assertThat(finding.what()).contains("33.0 s").contains("8 s");
        });
    }

    private static List<Finding> tooLate(int second) {
        Takeover alone = new Takeover("t", AttemptOutcome.NODE_LOST, at(0), at(second), true);
        Takeover amongFaults = new Takeover("t", AttemptOutcome.NODE_LOST, at(0), at(100), false);
        return TakeoverTimes.of(List.of(alone, amongFaults), HEARTBEAT).stream()
                .flatMap(times -> times.tooLate().stream())
                .toList();
    }

    private static AttemptRows attempt(
            String trial, int number, int start, int end, AttemptOutcome outcome, @Nullable Integer lastSeen) {
        Instant seen = lastSeen == null ? null : at(lastSeen);
        return new AttemptRows(trial, number, "node/" + number, at(start), at(end), outcome, seen, 0);
    }

    private static FaultRecord fault(int number, int second) {
        return fault(FaultKind.NODE_KILL, number, second, 0);
    }

    private static FaultRecord fault(FaultKind kind, int number, int second, int length) {
        Fault fault = new Fault(number, kind, "gpu-1", Duration.ZERO, Duration.ofSeconds(length));
        return new FaultRecord(at(second), fault, null, null);
    }

    private static FaultRecord struck(FaultKind kind, int second, long process) {
        return new FaultRecord(at(second), fault(kind, 1, second, 0).fault(), process, null);
    }

    private static Instant at(int second) {
        return Instant.EPOCH.plusSeconds(second);
    }
}
