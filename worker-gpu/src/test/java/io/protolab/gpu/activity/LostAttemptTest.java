package io.protolab.gpu.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.gpu.PaintedDataset;
import io.protolab.gpu.features.FeatureCache;
import io.protolab.gpu.features.FeatureSets;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.TorchEngine;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.artifact.Volume;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.workflow.AttemptFailure;
import io.protolab.platform.workflow.AttemptOutcome;
import io.protolab.platform.workflow.FeatureSet;
import io.protolab.platform.workflow.Payloads;
import io.protolab.platform.workflow.TrainedHead;
import io.protolab.platform.workflow.TrainingActivities;
import io.protolab.platform.workflow.TrainingOrder;
import io.protolab.platform.workflow.TrialInput;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
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
    private static final int EPOCHS = 6;

    /** A training asks the clock at its start and after each epoch. */
    private static final int AFTER_THREE_EPOCHS = 4;

    @TempDir
    Path directory;

    private ArtifactStore artifacts;
    private FeatureSets sets;
    private PreparedDataset dataset;
    private FeatureSet features;
    private Volume work;

    @BeforeEach
    void prepare() throws IOException {
        work = Volume.open("work", directory.resolve("work"));
        artifacts = new DirectoryArtifactStore(directory.resolve("artifacts"));
        sets = new FeatureSets(artifacts, new FeatureCache(directory.resolve("features"), Clock.systemUTC()));
        dataset = PaintedDataset.prepare(directory.resolve("images"), artifacts);
        features =
                sets.open(PaintedDataset.request(dataset), (done, total) -> {}).reference();
    }

    @Test
    void publishesNothing_whenItWakesUpAfterItsSuccessorTookOver() throws Exception {
        TrainedHead undisturbed = train("undisturbed", 1, new RecordedSignals(), Clock.systemUTC());
        StoppableClock stopped = new StoppableClock(AFTER_THREE_EPOCHS);
        RecordedSignals ofZombie = new RecordedSignals();
        CompletableFuture<TrainedHead> zombie = CompletableFuture.supplyAsync(() -> train("a", 1, ofZombie, stopped));
        assertThat(stopped.reached.await(60, TimeUnit.SECONDS)).isTrue();
        RecordedSignals ofSuccessor = new RecordedSignals();

        TrainedHead result = train("a", 2, ofSuccessor, Clock.systemUTC());
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
        StoppableClock stopped = new StoppableClock(AFTER_THREE_EPOCHS);
        CompletableFuture<TrainedHead> hanging =
                CompletableFuture.supplyAsync(() -> train("a", 1, new RecordedSignals(), worker.life, stopped));

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

    private TrainedHead train(String trialId, int attempt, RecordedSignals signals, Clock clock) {
        return train(trialId, attempt, signals, StayingWorker.life(), clock);
    }

    /** A worker of its own trains on the shared volume. */
    private TrainedHead train(String trialId, int attempt, RecordedSignals signals, WorkerLife worker, Clock clock) {
        TestActivityEnvironment temporal = TestActivityEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.converter())
                        .build())
                .build());
        try {
            temporal.registerActivitiesImplementations(new TrainingActivitiesImpl(
                    sets, artifacts, work, signals, WorkerIdentity.of(TorchEngine.running()), worker, clock));
            return temporal.newActivityStub(
                            TrainingActivities.class,
                            ActivityOptions.newBuilder()
                                    .setStartToCloseTimeout(Duration.ofMinutes(2))
                                    .build())
                    .train(
                            new TrialInput(trialId, PaintedDataset.trialSpec(EPOCHS), dataset, features),
                            new TrainingOrder(attempt, null, List.of()));
        } finally {
            temporal.close();
        }
    }
}
