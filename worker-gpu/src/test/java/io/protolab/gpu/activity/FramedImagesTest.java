package io.protolab.gpu.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.gpu.PaintedDataset;
import io.protolab.gpu.features.FeatureCache;
import io.protolab.gpu.features.FeatureSets;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.TorchEngine;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.artifact.Volume;
import io.protolab.platform.dataset.PixelBox;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.evaluation.Evidence;
import io.protolab.platform.evaluation.PrototypeCatalogue;
import io.protolab.platform.evaluation.PrototypeCatalogue.TopPatch;
import io.protolab.platform.experiment.FramingSpec;
import io.protolab.platform.experiment.TrialSpec;
import io.protolab.platform.json.Json;
import io.protolab.platform.workflow.EvaluationActivities;
import io.protolab.platform.workflow.FeatureActivities;
import io.protolab.platform.workflow.FeatureSet;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningEngine.class)
class FramedImagesTest {
    private static final ActivityOptions OPTIONS = ActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofMinutes(2))
            .build();

    @TempDir
    private Path directory;

    private final TestActivityEnvironment temporal = TestTemporal.open();

    @AfterEach
    void endTemporal() {
        temporal.close();
    }

    /** 8 pixels become 12, whose middle 8 are seen: of the original the second to the seventh, as patches of 3 and 2 whole pixels. */
    @Test
    void reachEvaluation_withPatchesWhereTheyLieInTheOriginal() throws IOException {
        ArtifactStore artifacts = new DirectoryArtifactStore(directory.resolve("artifacts"));
        PreparedDataset dataset = PaintedDataset.prepare(directory.resolve("images"), artifacts);
        registerActivities(artifacts);
        TrialSpec spec = PaintedDataset.on(
                PaintedDataset.framed(
                        new FramingSpec(FramingSpec.Resize.CENTRE_CROP, FramingSpec.Interpolation.BICUBIC, 12)),
                PaintedDataset.trialSpec(2));

        FeatureSet features = temporal.newActivityStub(FeatureActivities.class, OPTIONS)
                .extract(PaintedDataset.request(dataset, spec));
        TrialInput trial = new TrialInput("framed-0", spec, dataset, features);
        Evidence evidence = temporal.newActivityStub(EvaluationActivities.class, OPTIONS)
                .evaluate(
                        trial,
                        temporal.newActivityStub(TrainingActivities.class, OPTIONS)
                                .train(trial, new TrainingOrder(1, null, List.of())));

        List<TopPatch> patches = Json.mapper()
                .readValue(artifacts.fetch(evidence.prototypes()).toFile(), PrototypeCatalogue.class)
                .prototypes()
                .stream()
                .flatMap(prototype -> prototype.topPatches().stream())
                .toList();
        assertThat(patches)
                .isNotEmpty()
                .extracting(patch -> new PixelBox(patch.x(), patch.y(), patch.width(), patch.height()))
                .isSubsetOf(
                        new PixelBox(1, 1, 3, 3),
                        new PixelBox(4, 1, 2, 3),
                        new PixelBox(1, 4, 3, 2),
                        new PixelBox(4, 4, 2, 2));
    }

    private void registerActivities(ArtifactStore artifacts) throws IOException {
        FeatureSets sets =
                new FeatureSets(artifacts, new FeatureCache(directory.resolve("features"), Clock.systemUTC()));
        WorkerLife worker = StayingWorker.life();
        temporal.registerActivitiesImplementations(
                new FeatureActivitiesImpl(sets, worker),
                new TrainingActivitiesImpl(
                        sets,
                        artifacts,
                        Volume.open("work", directory.resolve("work")),
                        new RecordedSignals(),
                        WorkerIdentity.of(TorchEngine.running()),
                        worker,
                        Clock.systemUTC()),
                new EvaluationActivitiesImpl(sets, artifacts, worker));
    }
}
