package io.protolab.gpu.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.workflow.AttemptFailure;
import io.protolab.platform.workflow.AttemptOutcome;
import io.protolab.platform.workflow.TrainedHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningEngine.class)
class LostAttemptTest {
    @TempDir
    Path directory;

    private SharedVolumes volumes;

    @BeforeEach
    void prepare() throws IOException {
        volumes = new SharedVolumes(directory);
    }

    @Test
    void publishesNothing_whenItWakesUpAfterItsSuccessorTookOver() throws Exception {
        TrainedHead undisturbed = volumes.train("undisturbed", 1, new RecordedSignals(), Clock.systemUTC());
        StoppableClock stopped = new StoppableClock(SharedVolumes.AFTER_THREE_EPOCHS);
        RecordedSignals ofZombie = new RecordedSignals();
        CompletableFuture<TrainedHead> zombie =
                CompletableFuture.supplyAsync(() -> volumes.train("a", 1, ofZombie, stopped));
        assertThat(stopped.reached.await(60, TimeUnit.SECONDS)).isTrue();
        RecordedSignals ofSuccessor = new RecordedSignals();

        TrainedHead result = volumes.train("a", 2, ofSuccessor, Clock.systemUTC());
        List<Path> files = files();
        stopped.release();

        assertThatThrownBy(() -> zombie.get(60, TimeUnit.SECONDS))
                .hasStackTraceContaining("attempt 2 has begun")
                .hasStackTraceContaining(AttemptOutcome.PREEMPTED.name());
        assertThat(files()).isEqualTo(files);
        assertThat(result.head()).isEqualTo(undisturbed.head());
        assertThat(result.epochLog()).isEqualTo(undisturbed.epochLog());
        assertThat(ofSuccessor.epochs).extracting(EpochMetrics::epoch).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(ofSuccessor.attempts)
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.furthestStep()).isEqualTo(6));
    }

    @Test
    void failsFromOutside_whenItsThreadHangs() throws Exception {
        StayingWorker worker = new StayingWorker(Duration.ofMillis(400));
        StoppableClock stopped = new StoppableClock(SharedVolumes.AFTER_THREE_EPOCHS);
        CompletableFuture<TrainedHead> hanging =
                CompletableFuture.supplyAsync(() -> volumes.train("a", 1, new RecordedSignals(), worker.life, stopped));

        assertThat(worker.told.await(60, TimeUnit.SECONDS)).isTrue();

        assertThat(worker.losses).containsExactly(AttemptOutcome.STALLED);
        assertThat(worker.failedFromOutside).singleElement().satisfies(failure -> {
            assertThat(AttemptFailure.outcome(failure)).contains(AttemptOutcome.STALLED);
            assertThat(AttemptFailure.steps(failure)).hasValue(6);
            assertThat(failure.getOriginalMessage()).contains("training, epoch 2, step 2 of 2");
        });
        stopped.release();
        assertThatThrownBy(() -> hanging.get(60, TimeUnit.SECONDS))
                .hasStackTraceContaining(AttemptOutcome.PREEMPTED.name());
    }

    /** Of both volumes. */
    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
