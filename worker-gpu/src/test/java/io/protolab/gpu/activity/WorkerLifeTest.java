package io.protolab.gpu.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.workflow.AttemptFailure;
import io.protolab.platform.workflow.AttemptOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerLifeTest {
    private static final Duration LONGEST_STEP = Duration.ofMinutes(20);

    @Test
    void leavesAndTellsItsOwnerOnce_whateverFailsAfterwards() {
        StayingWorker worker = new StayingWorker(LONGEST_STEP);
        assertThat(worker.life.isLeaving()).isFalse();

        worker.life.deviceFailed("fallen off the bus");
        worker.life.deviceFailed("fallen off the bus");
        worker.life.stalled(new byte[1], AttemptFailure.of(AttemptOutcome.STALLED, "no step", null));

        assertThat(worker.life.isLeaving()).isTrue();
        assertThat(worker.losses).containsExactly(AttemptOutcome.DEVICE_FAULT);
        assertThat(worker.failedFromOutside).hasSize(1);
    }

    @Test
    void tellsItsOwnerOfAStall_alsoWhenTheServerIsAway() {
        List<AttemptOutcome> told = new ArrayList<>();
        WorkerLife life = new WorkerLife(
                LONGEST_STEP,
                (token, failure) -> {
                    throw new IllegalStateException("the server is away");
                },
                (cause, evidence) -> told.add(cause));

        life.stalled(new byte[1], AttemptFailure.of(AttemptOutcome.STALLED, "no step", null));

        assertThat(told).containsExactly(AttemptOutcome.STALLED);
        assertThat(life.isLeaving()).isTrue();
    }
}
