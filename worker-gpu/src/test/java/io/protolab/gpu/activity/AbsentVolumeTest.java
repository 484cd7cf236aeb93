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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunningEngine.class)
class AbsentVolumeTest {
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

    private void unmount(String volume) throws IOException {
        Files.move(directory.resolve(volume), directory.resolve("elsewhere"));
        Files.createDirectory(directory.resolve(volume));
    }

    private void mount(String volume) throws IOException {
        Files.delete(directory.resolve(volume)); // fails if anything was written into the mount point
        Files.move(directory.resolve("elsewhere"), directory.resolve(volume));
    }

    @ParameterizedTest
    @ValueSource(strings = {"work", "artifacts"})
    void isWaitedFor_andTheTrainingEndsInTheSameBits(String volume) throws Exception {
        TrainedHead undisturbed = train("undisturbed", 1, new RecordedSignals(), Clock.systemUTC());
        StoppableClock stopped = new StoppableClock(AFTER_THREE_EPOCHS);
        CompletableFuture<TrainedHead> first =
                CompletableFuture.supplyAsync(() -> train("a", 1, new RecordedSignals(), stopped));
        assertThat(stopped.reached.await(60, TimeUnit.SECONDS)).isTrue();

        unmount(volume);
        stopped.release();

        assertThatThrownBy(() -> first.get(60, TimeUnit.SECONDS))
                .satisfies(failure -> requirePlatform(failure, "the volume " + volume));
        assertThatThrownBy(() -> trainOn("a", 2))
                .satisfies(failure -> requirePlatform(failure, "the volume " + volume));

        mount(volume);

        TrainedHead result = train("a", 3, new RecordedSignals(), Clock.systemUTC());
        assertThat(result.head()).isEqualTo(undisturbed.head());
        assertThat(result.epochLog()).isEqualTo(undisturbed.epochLog());
    }

    @Test
    void isWaitedFor_whenTheFeaturesAreAway() throws Exception {
        unmount("features");

        assertThatThrownBy(() -> trainOn("a", 1)).satisfies(failure -> requirePlatform(failure, "the volume features"));

        mount("features");
        assertThat(trainOn("a", 2).epochs()).isEqualTo(EPOCHS);
    }

    @Test
    void isWaitedFor_whenTheWholeDatasetIsAway_butNotWhenAnImageIsMissing() throws Exception {
        assertThat(new FeatureCache(directory.resolve("features"), Clock.systemUTC()).evict(features.key()))
                .isTrue();
        unmount("images");
        assertThatThrownBy(() -> trainOn("a", 1)).satisfies(failure -> requirePlatform(failure, "dataset painted"));

        mount("images");
        Files.delete(directory.resolve("images/3.png"));

        assertThatThrownBy(() -> trainOn("a", 2)).hasStackTraceContaining(AttemptOutcome.BAD_INPUT.name());
    }

    private TrainedHead trainOn(String trialId, int attempt) {
        return train(trialId, attempt, new RecordedSignals(), Clock.systemUTC());
    }

    private static void requirePlatform(Throwable failure, String name) {
        assertThat(failure)
                .hasStackTraceContaining("type='" + AttemptOutcome.PLATFORM + "'")
                .hasStackTraceContaining(name)
                .hasStackTraceContaining("is away");
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
