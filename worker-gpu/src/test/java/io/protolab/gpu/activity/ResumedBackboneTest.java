package io.protolab.gpu.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.gpu.PaintedDataset;
import io.protolab.gpu.features.DatasetFeatures;
import io.protolab.gpu.features.FeatureCache;
import io.protolab.gpu.features.FeatureSets;
import io.protolab.gpu.features.Progress;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.training.Checkpoints;
import io.protolab.gpu.training.EpochListener;
import io.protolab.gpu.training.TrainingLoop;
import io.protolab.gpu.training.TrainingPlan;
import io.protolab.gpu.training.TrainingState;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.artifact.Sha256;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.dataset.Split;
import io.protolab.platform.experiment.AugmentationSpec;
import io.protolab.platform.experiment.TrainableSpec;
import io.protolab.platform.experiment.TrialSpec;
import io.protolab.platform.workflow.FeatureSet;
import io.protolab.platform.workflow.TrialInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningEngine.class)
class ResumedBackboneTest {
    private static final int EPOCHS = 3;
    private static final int STEPS = EPOCHS * 2;
    private static final int EVERY = 17;
    private static final Progress SILENT = (done, total) -> {};
    private static final EpochListener UNHEARD = (epoch, state) -> {};

    @TempDir
    Path directory;

    @Test
    void goesOnToTheSameBits_withBlocksThatLearnFromLiveViewsInMicroBatches() throws IOException {
        ArtifactStore artifacts = new DirectoryArtifactStore(directory.resolve("artifacts"));
        FeatureSets sets =
                new FeatureSets(artifacts, new FeatureCache(directory.resolve("features"), Clock.systemUTC()));
        PreparedDataset dataset = PaintedDataset.prepare(directory.resolve("images"), artifacts);
        TrialSpec spec = PaintedDataset.on(
                PaintedDataset.learning(new TrainableSpec(TrainableSpec.Scope.LAST_BLOCKS, 1, 1)),
                PaintedDataset.trialSpec(EPOCHS, PaintedDataset.augmentation(AugmentationSpec.Mode.LIVE, 1)));
        FeatureSet set = sets.extract(PaintedDataset.request(dataset, spec), SILENT);
        TrialInput trial = new TrialInput("a", spec, dataset, set);
        String undisturbed = finish(sets, trial, directory.resolve("undisturbed"), 1);

        int chances = chances(sets, trial);
        assertThat(chances).isGreaterThan(STEPS * 6);
        for (int stop = 1; stop < chances; stop += EVERY) {
            Path home = directory.resolve("stopped-" + stop);
            run(sets, trial, home, 1, after(stop));

            assertThat(finish(sets, trial, home, 2))
                    .as("stopped at chance " + stop)
                    .isEqualTo(undisturbed);
        }
    }

    private static BooleanSupplier after(int chances) {
        int[] passed = {0};
        return () -> passed[0]++ == chances;
    }

    /** How often a training asks whether to stop: before steps, slices and blocks, while views are computed too. */
    private int chances(FeatureSets sets, TrialInput trial) throws IOException {
        int[] asked = {0};
        run(sets, trial, directory.resolve("asked"), 1, () -> {
            asked[0]++;
            return false;
        });
        return asked[0];
    }

    /** sha256 of parameters, moments and mask at the end. */
    private static String finish(FeatureSets sets, TrialInput trial, Path home, int attempt) throws IOException {
        run(sets, trial, home, attempt, () -> false);
        return Sha256.of(Files.readAllBytes(
                home.resolve("attempt-%06d/steps-%09d/state.safetensors".formatted(attempt, STEPS))));
    }

    private static void run(FeatureSets sets, TrialInput trial, Path home, int attempt, BooleanSupplier stop)
            throws IOException {
        DatasetFeatures features = TrialFeatures.open(sets, trial, SILENT);
        TrainingPlan plan = TrainingPlan.of(
                        trial.spec(),
                        features.reference().dim(),
                        features.manifest().countPerClass(Split.TRAIN),
                        features.cut())
                .withMicroBatch(3);
        try (Checkpoints checkpoints = Checkpoints.begin(home, attempt);
                TrainingSplit images = TrialFeatures.training(sets, trial, features, SILENT);
                TrainingState state = attempt > 1
                        ? checkpoints.restore(plan).orElseThrow()
                        : TrainingState.initial(
                                plan,
                                sets.learningPart(TrialFeatures.request(trial)).orElseThrow())) {
            new TrainingLoop(plan, features.grid(), images, SplitTokens.of(features, Split.TEST), Clock.systemUTC())
                    .run(state, UNHEARD, stop);
            checkpoints.save(state, plan);
        }
    }
}
