package io.protolab.gpu.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.gpu.features.FeatureCache;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.platform.workflow.AttemptOutcome;
import io.protolab.platform.workflow.TrainedHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
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
    @TempDir
    Path directory;

    private SharedVolumes volumes;

    @BeforeEach
    void prepare() throws IOException {
        volumes = new SharedVolumes(directory);
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
        TrainedHead undisturbed = volumes.train("undisturbed", 1, new RecordedSignals(), Clock.systemUTC());
        StoppableClock stopped = new StoppableClock(SharedVolumes.AFTER_THREE_EPOCHS);
        CompletableFuture<TrainedHead> first =
                CompletableFuture.supplyAsync(() -> volumes.train("a", 1, new RecordedSignals(), stopped));
        assertThat(stopped.reached.await(60, TimeUnit.SECONDS)).isTrue();

        unmount(volume);
        stopped.release();

        assertThatThrownBy(() -> first.get(60, TimeUnit.SECONDS))
                .satisfies(failure -> requirePlatform(failure, "the volume " + volume));
        assertThatThrownBy(() -> trainOn("a", 2))
                .satisfies(failure -> requirePlatform(failure, "the volume " + volume));

        mount(volume);

        TrainedHead result = volumes.train("a", 3, new RecordedSignals(), Clock.systemUTC());
        assertThat(result.head()).isEqualTo(undisturbed.head());
        assertThat(result.epochLog()).isEqualTo(undisturbed.epochLog());
    }

    @Test
    void isWaitedFor_whenTheFeaturesAreAway() throws Exception {
        unmount("features");

        assertThatThrownBy(() -> trainOn("a", 1)).satisfies(failure -> requirePlatform(failure, "the volume features"));

        mount("features");
        assertThat(trainOn("a", 2).epochs()).isEqualTo(SharedVolumes.EPOCHS);
    }

    @Test
    void isWaitedFor_whenTheWholeDatasetIsAway_butNotWhenAnImageIsMissing() throws Exception {
        assertThat(new FeatureCache(directory.resolve("features"), Clock.systemUTC())
                        .evict(volumes.features().key()))
                .isTrue();
        unmount("images");
        assertThatThrownBy(() -> trainOn("a", 1)).satisfies(failure -> requirePlatform(failure, "dataset painted"));

        mount("images");
        Files.delete(directory.resolve("images/3.png"));

        assertThatThrownBy(() -> trainOn("a", 2)).hasStackTraceContaining(AttemptOutcome.BAD_INPUT.name());
    }

    private TrainedHead trainOn(String trialId, int attempt) {
        return volumes.train(trialId, attempt, new RecordedSignals(), Clock.systemUTC());
    }

    private static void requirePlatform(Throwable failure, String name) {
        assertThat(failure)
                .hasStackTraceContaining("type='" + AttemptOutcome.PLATFORM + "'")
                .hasStackTraceContaining(name)
                .hasStackTraceContaining("is away");
    }
}
