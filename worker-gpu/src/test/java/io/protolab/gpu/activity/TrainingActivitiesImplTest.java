package io.protolab.gpu.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.protolab.gpu.PaintedDataset;
import io.protolab.gpu.features.FeatureCache;
import io.protolab.gpu.features.FeatureSets;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.TorchEngine;
import io.protolab.gpu.training.Checkpoints;
import io.protolab.gpu.training.TrainingPlan;
import io.protolab.gpu.training.TrainingState;
import io.protolab.platform.artifact.Volume;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.experiment.AugmentationSpec;
import io.protolab.platform.experiment.ComputeIdentity;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.json.Json;
import io.protolab.platform.workflow.AttemptFailure;
import io.protolab.platform.workflow.AttemptOutcome;
import io.protolab.platform.workflow.AttemptStart;
import io.protolab.platform.workflow.FeatureSet;
import io.protolab.platform.workflow.TrainedHead;
import io.protolab.platform.workflow.TrainingActivities;
import io.protolab.platform.workflow.TrainingOrder;
import io.protolab.platform.workflow.TrialInput;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningEngine.class)
class TrainingActivitiesImplTest {
    private static final int ENDLESS = 100_000;
    private static final TrainingOrder FIRST = new TrainingOrder(1, null, List.of());

    @TempDir
    Path directory;

    private final RecordedSignals signals = new RecordedSignals();
    private final StayingWorker worker = new StayingWorker(Duration.ofMinutes(20));
    private final TestActivityEnvironment temporal = TestTemporal.open();
    private FillingArtifactStore artifacts;
    private FeatureCache cache;
    private PreparedDataset dataset;
    private FeatureSet features;
    private TrainingActivities training;

    @BeforeEach
    void prepare() throws IOException {
        artifacts = new FillingArtifactStore(directory.resolve("artifacts"));
        cache = new FeatureCache(directory.resolve("features"), Clock.systemUTC());
        FeatureSets sets = new FeatureSets(artifacts, cache);
        dataset = PaintedDataset.prepare(directory.resolve("images"), artifacts);
        features =
                sets.open(PaintedDataset.request(dataset), (done, total) -> {}).reference();
        temporal.registerActivitiesImplementations(new TrainingActivitiesImpl(
                sets,
                artifacts,
                Volume.open("work", directory.resolve("work")),
                signals,
                WorkerIdentity.of(TorchEngine.running()),
                worker.life,
                Clock.systemUTC()));
        training = temporal.newActivityStub(TrainingActivities.class, TestTemporal.oneTry(Duration.ofMinutes(1)));
    }

    @AfterEach
    void endTemporal() {
        temporal.close();
    }

    @Test
    void reportsEveryEpochOnce_andStoresHeadAndLog() throws IOException {
        TrainedHead head = train("a", 6);

        assertThat(signals.attempts).singleElement().satisfies(attempt -> {
            assertThat(attempt.firstEpoch()).isZero();
            assertThat(attempt.device()).isEqualTo("cpu");
        });
        assertThat(signals.epochs)
                .extracting(EpochMetrics::epoch)
                .containsExactlyElementsOf(IntStream.range(0, 6).boxed().toList());
        assertThat(head.head().name()).isEqualTo("training/head.safetensors");
        assertThat(head.last()).isEqualTo(signals.epochs.get(5));
        EpochMetrics[] logged =
                Json.mapper().readValue(artifacts.fetch(head.epochLog()).toFile(), EpochMetrics[].class);
        assertThat(logged).hasSize(6);
        assertThat(logged[5].values()).isEqualTo(head.last().values());
        assertThat(head.provenance().featureSetKey()).isEqualTo(features.key());
    }

    @Test
    void endsInTheSameBits_whetherInterruptedOrNot() {
        TrainedHead whole = train("whole", 6);
        train("parts", 3);
        TrainedHead parts = train("parts", 6);

        assertThat(signals.attempts).extracting(AttemptStart::firstEpoch).containsExactly(0, 0, 3);
        assertThat(parts.head().sha256()).isEqualTo(whole.head().sha256());
        assertThat(parts.epochLog().sha256()).isEqualTo(whole.epochLog().sha256());
    }

    @Test
    void endsInTheSameBits_whetherViewsAreCachedOrLive_interruptedOrNot() {
        AugmentationSpec cached = PaintedDataset.augmentation(AugmentationSpec.Mode.CACHED, 4);
        AugmentationSpec live = PaintedDataset.augmentation(AugmentationSpec.Mode.LIVE, 1);
        String whole = train("cached", 4, cached).head().sha256();
        train("live", 2, live);

        assertThat(train("live", 4, live).head().sha256()).isEqualTo(whole);
        assertThat(train("plain", 4).head().sha256()).isNotEqualTo(whole);
        assertThat(train("fewer", 4, cached.withViews(2)).head().sha256()).isNotEqualTo(whole);
    }

    @Test
    void givesTheSameResultAgain_afterItFinished() {
        assertThat(train("a", 4)).isEqualTo(train("a", 4));
    }

    @Test
    void computesInTheMicroBatchesOfItsOrder_andSaysSo() {
        TrainedHead whole = train("whole", 3);
        TrialInput trial = new TrialInput("a", PaintedDataset.trialSpec(3), dataset, features);
        train("a", 2);

        TrainedHead rest = training.train(trial, new TrainingOrder(2, 1, List.of()));

        assertThat(whole.provenance().microBatch()).isNull();
        assertThat(rest.provenance().microBatch()).isEqualTo(1);
        assertThat(rest.provenance().earlier())
                .extracting(ComputeIdentity::microBatch)
                .containsExactly(0);
        assertThat(signals.attempts.get(2).identityChanges()).containsExactly("micro-batch: 1, before the whole batch");
        assertThat(rest.last().values().get(EpochMetrics.LOSS))
                .isCloseTo(whole.last().values().get(EpochMetrics.LOSS), within(1e-4));
    }

    @Test
    void handsTheOrderBack_onAHostToBeAvoided() {
        String here = WorkerIdentity.of(TorchEngine.running()).host();
        TrialInput trial = new TrialInput("a", PaintedDataset.trialSpec(3), dataset, features);

        assertThatThrownBy(() -> training.train(trial, new TrainingOrder(1, null, List.of(here))))
                .rootCause()
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(AttemptFailure.outcome(failure)).contains(AttemptOutcome.PREEMPTED));
        assertThat(signals.attempts).isEmpty();
    }

    @Test
    void leavesNoTensorBehind() throws IOException {
        train("first", 2);
        int before = TorchEngine.running().liveTensorCount();

        train("second", 2);

        assertThat(TorchEngine.running().liveTensorCount()).isEqualTo(before);
    }

    @Test
    void computesEvictedTokensAgain() throws IOException {
        assertThat(cache.evict(features.key())).isTrue();

        assertThat(train("a", 1).epochs()).isEqualTo(1);
    }

    @Test
    void stopsWithinTwoSecondsOfItsCancellation_andLosesNoStep() throws Exception {
        CompletableFuture<TrainedHead> running = CompletableFuture.supplyAsync(() -> train("a", ENDLESS));
        awaitTraining();

        temporal.requestCancelActivity();

        assertThatThrownBy(() -> running.get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(CanceledFailure.class);
        assertThat(stepsRepeatedAfter(1)).isZero();
    }

    @Test
    void handsItsWorkBack_whenTheWorkerDrains() throws Exception {
        CompletableFuture<TrainedHead> running = CompletableFuture.supplyAsync(() -> train("a", ENDLESS));
        awaitTraining();

        worker.life.leave();

        assertThatThrownBy(() -> running.get(5, TimeUnit.SECONDS))
                .rootCause()
                .isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
                    assertThat(AttemptFailure.outcome(failure)).contains(AttemptOutcome.PREEMPTED);
                    assertThat(AttemptFailure.steps(failure)).isPresent();
                });
        assertThat(stepsRepeatedAfter(1)).isZero();
    }

    @Test
    void keepsItsCheckpoint_andSaysSo_whenTheDiskIsFull() {
        artifacts.isFull = true;

        assertThatThrownBy(() -> train("a", 4))
                .cause()
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(AttemptFailure.outcome(failure)).contains(AttemptOutcome.PLATFORM))
                .hasMessageContaining("cannot store artifact training/head.safetensors: no space left on the disk of ");

        artifacts.isFull = false;
        assertThat(train("a", 4).head()).isEqualTo(train("b", 4).head());
        assertThat(signals.attempts)
                .extracting(AttemptStart::firstEpoch)
                .startsWith(0)
                .endsWith(4, 0);
    }

    @Test
    void failsForGood_whenTheWeightsAreNotThoseOfThePlan() {
        FeatureSet other = new FeatureSet(
                "0".repeat(64), features.dataset(), features.backbone(), 22, 4, 16, 1, features.weightsSha256(), null);

        assertThatThrownBy(() -> training.train(PaintedDataset.trial(dataset, other, 3), FIRST))
                .cause()
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(AttemptFailure.outcome(failure)).contains(AttemptOutcome.BAD_INPUT))
                .hasMessageContaining("submit the sweep again");
    }

    private TrainedHead train(String trialId, int epochs) {
        return train(trialId, epochs, AugmentationSpec.NONE);
    }

    private TrainedHead train(String trialId, int epochs, AugmentationSpec augmentation) {
        return training.train(
                new TrialInput(trialId, PaintedDataset.trialSpec(epochs, augmentation), dataset, features), FIRST);
    }

    private void awaitTraining() throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (signals.epochs.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(20);
        }
    }

    /** Of trial a, whose attempts up to that one ended in order. */
    private long stepsRepeatedAfter(int attempt) throws IOException {
        Path home = new TrialDirectories(Volume.open("work", directory.resolve("work"))).home("a");
        TrainingPlan plan = TrainingPlan.of(PaintedDataset.trialSpec(ENDLESS), features.dim(), List.of(4, 4));
        try (Checkpoints next = Checkpoints.begin(home, attempt + 1);
                TrainingState state = next.restore(plan).orElseThrow()) {
            assertThat(state.stepCount()).isPositive();
            return next.stepsBeyond(state.stepCount());
        }
    }
}
