package io.protolab.gpu.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.protolab.gpu.PaintedDataset;
import io.protolab.gpu.features.DatasetFeatures;
import io.protolab.gpu.features.FeatureCache;
import io.protolab.gpu.features.FeatureSets;
import io.protolab.gpu.model.ChannelDropout;
import io.protolab.gpu.model.HeadFile;
import io.protolab.gpu.model.ProtoSVit;
import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.Safetensors;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.gpu.tensor.TorchEngine;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.artifact.Volume;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.evaluation.Evidence;
import io.protolab.platform.evaluation.Predictions;
import io.protolab.platform.experiment.AugmentationSpec;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.TrainableSpec;
import io.protolab.platform.experiment.TrainableSpec.Scope;
import io.protolab.platform.experiment.TrialSpec;
import io.protolab.platform.workflow.EvaluationActivities;
import io.protolab.platform.workflow.FeatureSet;
import io.protolab.platform.workflow.TrainedHead;
import io.protolab.platform.workflow.TrainingActivities;
import io.protolab.platform.workflow.TrainingOrder;
import io.protolab.platform.workflow.TrialInput;
import io.temporal.activity.ActivityOptions;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(RunningEngine.class)
class LearningBackboneTest {
    private static final TrainableSpec LAST_BLOCK = new TrainableSpec(Scope.LAST_BLOCKS, 1, 1);
    private static final TrainingOrder FIRST = new TrainingOrder(1, null, List.of());
    private static final ActivityOptions OPTIONS = ActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofMinutes(2))
            .build();

    @TempDir
    Path directory;

    private final TestActivityEnvironment temporal = TestTemporal.open();
    private ArtifactStore artifacts;
    private FeatureSets sets;
    private PreparedDataset dataset;
    private TrainingActivities training;
    private EvaluationActivities evaluation;

    @BeforeEach
    void prepare() throws IOException {
        artifacts = new DirectoryArtifactStore(directory.resolve("artifacts"));
        sets = new FeatureSets(artifacts, new FeatureCache(directory.resolve("features"), Clock.systemUTC()));
        dataset = PaintedDataset.prepare(directory.resolve("images"), artifacts);
        WorkerLife worker = StayingWorker.life();
        temporal.registerActivitiesImplementations(
                new TrainingActivitiesImpl(
                        sets,
                        artifacts,
                        Volume.open("work", directory.resolve("work")),
                        new RecordedSignals(),
                        WorkerIdentity.of(TorchEngine.running()),
                        worker,
                        Clock.systemUTC()),
                new EvaluationActivitiesImpl(sets, artifacts, worker));
        training = temporal.newActivityStub(TrainingActivities.class, OPTIONS);
        evaluation = temporal.newActivityStub(EvaluationActivities.class, OPTIONS);
    }

    @AfterEach
    void endTemporal() {
        temporal.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Scope.class,
            names = {"LAST_BLOCKS", "ALL"})
    void endsInTheSameBits_whetherInterruptedOrNot(Scope scope) throws IOException {
        TrainableSpec trainable = new TrainableSpec(scope, 1, 1);
        TrainedHead whole = training.train(trial("whole", 4, trainable), FIRST);
        int before = TorchEngine.running().liveTensorCount();

        training.train(trial("parts", 2, trainable), FIRST);
        TrainedHead parts = training.train(trial("parts", 4, trainable), FIRST);

        assertThat(parts.head().sha256()).isEqualTo(whole.head().sha256());
        assertThat(parts.epochLog().sha256()).isEqualTo(whole.epochLog().sha256());
        assertThat(TorchEngine.running().liveTensorCount()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(
            value = Scope.class,
            names = {"LAST_BLOCKS", "ALL"})
    void reproducesAFrozenBackbone_whenItHardlyLearns(Scope scope) throws IOException {
        TrainedHead frozen = training.train(trial("frozen", 3, TrainableSpec.NONE), FIRST);

        TrainedHead slow = training.train(trial("slow", 3, new TrainableSpec(scope, 1, 1e-9)), FIRST);

        for (String curve : new String[] {EpochMetrics.LOSS, EpochMetrics.TRAIN_ACCURACY}) {
            assertThat(slow.last().values().get(curve))
                    .as(curve)
                    .isCloseTo(
                            frozen.last().values().get(curve), within(2e-3)); // tokens are rounded to 16 bits elsewhere
        }
    }

    @Test
    void learnsInTheBlocksAboveTheCut() throws IOException {
        TrialInput trial = trial("a", 3, LAST_BLOCK);
        TrainedHead head = training.train(trial, FIRST);

        try (TensorScope scope = TensorScope.open()) {
            NamedTensors trained = Safetensors.read(artifacts.fetch(head.head()));
            sets.learningPart(TrialFeatures.request(trial))
                    .orElseThrow()
                    .parameters()
                    .asMap()
                    .forEach((name, initial) -> {
                        if (!name.equals(
                                "blocks.0.attn.qkv.bias")) { // a third of it, that of the keys, has no gradient
                            assertThat(trained.get(ProtoSVit.BACKBONE + name).toFloats())
                                    .as(name)
                                    .isNotEqualTo(initial.toFloats());
                        }
                    });
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Scope.class,
            names = {"LAST_BLOCKS", "ALL"})
    void evaluatesWhatWasLearned(Scope scope) throws IOException {
        TrialInput trial = trial("a", 3, new TrainableSpec(scope, 1, 1));
        TrainedHead head = training.train(trial, FIRST);

        Evidence evidence = evaluation.evaluate(trial, head);

        DatasetFeatures features = sets.open(TrialFeatures.request(trial), (done, total) -> {});
        try (TensorScope open = TensorScope.open()) {
            float[] logits =
                    Predictions.read(artifacts.fetch(evidence.predictions())).logits();
            ProtoSVit model = HeadFile.read(artifacts.fetch(head.head()), features.cut());
            float[] own = model.forward(
                            features.tokens().gather(features.rows().testRows()), features.grid(), ChannelDropout.NONE)
                    .logits()
                    .toFloats();
            assertThat(logits).isEqualTo(own);
        }
    }

    @Test
    void sharesNoFeatureSetWithAFrozenBackbone() throws IOException {
        FeatureSet frozen = features(TrainableSpec.NONE);
        FeatureSet cut = features(LAST_BLOCK);
        FeatureSet pixels = features(new TrainableSpec(Scope.ALL, 1, 1));

        assertThat(cut.key()).isNotEqualTo(frozen.key());
        assertThat(cut.tokens()).isEqualTo(frozen.tokens() + 1); // the class token passes the cut, too
        assertThat(pixels.bytes()).isZero();
        assertThat(features(new TrainableSpec(Scope.LAST_BLOCKS, 1, 0.5)).key()).isEqualTo(cut.key());
    }

    @Test
    void learnsFromRandomViews_cachedOrLive() throws IOException {
        String cached = augmented("cached", LAST_BLOCK, AugmentationSpec.Mode.CACHED);

        assertThat(augmented("live", LAST_BLOCK, AugmentationSpec.Mode.LIVE)).isEqualTo(cached);
        assertThat(training.train(trial("plain", 3, LAST_BLOCK), FIRST).head().sha256())
                .isNotEqualTo(cached);
        TrainableSpec all = new TrainableSpec(Scope.ALL, 1, 1);
        assertThat(augmented("all-live", all, AugmentationSpec.Mode.LIVE))
                .isEqualTo(augmented("all-cached", all, AugmentationSpec.Mode.CACHED));
    }

    private String augmented(String id, TrainableSpec trainable, AugmentationSpec.Mode mode) throws IOException {
        TrialSpec spec = PaintedDataset.trialSpec(3, PaintedDataset.augmentation(mode, 3));
        return training.train(trial(id, spec, trainable), FIRST).head().sha256();
    }

    private TrialInput trial(String id, int epochs, TrainableSpec trainable) throws IOException {
        return trial(id, PaintedDataset.trialSpec(epochs), trainable);
    }

    private TrialInput trial(String id, TrialSpec spec, TrainableSpec trainable) throws IOException {
        return new TrialInput(
                id, PaintedDataset.on(PaintedDataset.learning(trainable), spec), dataset, features(trainable));
    }

    private FeatureSet features(TrainableSpec trainable) throws IOException {
        TrialSpec spec = PaintedDataset.on(PaintedDataset.learning(trainable), PaintedDataset.trialSpec(1));
        return sets.extract(PaintedDataset.request(dataset, spec), (done, total) -> {});
    }
}
