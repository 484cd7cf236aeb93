package io.protolab.gpu.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.gpu.PaintedDataset;
import io.protolab.gpu.features.FeatureCache;
import io.protolab.gpu.features.FeatureSets;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.StopPoint;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.workflow.AttemptFailure;
import io.protolab.platform.workflow.AttemptOutcome;
import io.protolab.platform.workflow.FeatureActivities;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningEngine.class)
class FeatureActivitiesImplTest {
    @TempDir
    Path directory;

    private final StayingWorker worker = new StayingWorker(Duration.ofMinutes(20));
    private final TestActivityEnvironment temporal = TestTemporal.open();
    private FillingArtifactStore artifacts;
    private PreparedDataset dataset;
    private FeatureActivities extraction;

    @BeforeEach
    void prepare() throws IOException {
        artifacts = new FillingArtifactStore(directory.resolve("artifacts"));
        dataset = PaintedDataset.prepare(directory.resolve("images"), artifacts);
        FeatureCache cache = new FeatureCache(directory.resolve("features"), Clock.systemUTC());
        temporal.registerActivitiesImplementations(
                new FeatureActivitiesImpl(new FeatureSets(artifacts, cache), worker.life));
        extraction = temporal.newActivityStub(FeatureActivities.class, TestTemporal.oneTry(Duration.ofMinutes(2)));
    }

    @AfterEach
    void endTemporal() {
        temporal.close();
    }

    @Test
    void leavesABatchUnderWay_whenTheWorkerLeaves() {
        artifacts.whenFetched = worker.life::leave;

        assertThatThrownBy(() -> extraction.extract(PaintedDataset.request(dataset)))
                .cause()
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(AttemptFailure.outcome(failure)).contains(AttemptOutcome.PREEMPTED));

        assertThat(directory.resolve("features")).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void endsAtItsNextStopPoint_whenItIsCancelled() {
        artifacts.whenFetched = () -> {
            temporal.requestCancelActivity();
            stopWithin(Duration.ofSeconds(20));
        };

        assertThatThrownBy(() -> extraction.extract(PaintedDataset.request(dataset)))
                .isInstanceOf(CanceledFailure.class);
    }

    /** As long work does. */
    private static void stopWithin(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        while (System.nanoTime() < end) {
            StopPoint.pass();
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
