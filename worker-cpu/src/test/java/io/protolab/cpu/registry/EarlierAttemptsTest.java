package io.protolab.cpu.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.registry.AttemptRecord;
import io.protolab.platform.workflow.AttemptOutcome;
import io.protolab.platform.workflow.RegistryActivities.PastAttempt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EarlierAttemptsTest {
    private final List<AttemptRecord> attempts = new ArrayList<>();

    @Test
    void countsFailuresFromTheAttemptThatCameFurthest() {
        add(AttemptOutcome.STALLED, 5);
        add(AttemptOutcome.PREEMPTED, 9);
        add(AttemptOutcome.STALLED, 9);
        add(AttemptOutcome.NODE_LOST, 3);

        assertThat(outcomes())
                .containsExactly(AttemptOutcome.PREEMPTED, AttemptOutcome.STALLED, AttemptOutcome.NODE_LOST);
    }

    @Test
    void keepsFaultsOfDevices_andTheLastAttempt() {
        add(AttemptOutcome.DEVICE_FAULT, 5);
        add(AttemptOutcome.STALLED, 7);
        add(AttemptOutcome.PREEMPTED, 9);
        add(AttemptOutcome.HANDED_BACK, 9);

        assertThat(outcomes())
                .containsExactly(AttemptOutcome.DEVICE_FAULT, AttemptOutcome.PREEMPTED, AttemptOutcome.HANDED_BACK);
    }

    @Test
    void staysShort_howeverLongAnOutageWas() {
        add(AttemptOutcome.UNEXPECTED, 5);
        IntStream.range(0, 700).forEach(i -> add(AttemptOutcome.PLATFORM, 0));

        assertThat(outcomes()).containsExactly(AttemptOutcome.UNEXPECTED, AttemptOutcome.PLATFORM);
    }

    @Test
    void leavesOutAnAttemptThatHasNotEnded() {
        add(AttemptOutcome.STALLED, 5);
        add(null, 0);

        assertThat(outcomes()).containsExactly(AttemptOutcome.STALLED);
    }

    private List<AttemptOutcome> outcomes() {
        return EarlierAttempts.thatMatter(attempts).stream()
                .map(PastAttempt::outcome)
                .toList();
    }

    private void add(@Nullable AttemptOutcome outcome, long reached) {
        Instant now = Instant.EPOCH;
        attempts.add(new AttemptRecord(
                "t",
                attempts.size() + 1,
                null,
                now,
                "a/1",
                "a",
                "cpu",
                1,
                0,
                0,
                reached,
                0,
                now,
                outcome == null ? null : now,
                outcome,
                "",
                null));
    }
}
