package io.protolab.gpu.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.gpu.PaintedDataset;
import io.protolab.gpu.features.FeatureCache;
import io.protolab.gpu.features.FeatureSets;
import io.protolab.gpu.features.StoredIdentity;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.TorchEngine;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.artifact.Volume;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.experiment.AugmentationSpec;
import io.protolab.platform.experiment.ComputeIdentity;
import io.protolab.platform.experiment.Provenance;
import io.protolab.platform.workflow.AttemptStart;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningEngine.class)
class FeatureIdentityTest {
    private static final AugmentationSpec VIEWS = PaintedDataset.augmentation(AugmentationSpec.Mode.CACHED, 2);

    @TempDir
    Path directory;

    private final RecordedSignals signals = new RecordedSignals();
    private final TestActivityEnvironment temporal = TestTemporal.open();
    private ComputeIdentity here;
    private ComputeIdentity elsewhere;
    private FeatureCache cache;
    private PreparedDataset dataset;
    private FeatureSet features;
    private TrainingActivities training;

    @BeforeEach
    void prepare() throws IOException {
        here = TorchEngine.running().identity();
        elsewhere = new ComputeIdentity("cuda NVIDIA H100", here.threads() + 7, 0, here.versions());
        ArtifactStore artifacts = new DirectoryArtifactStore(directory.resolve("artifacts"));
        cache = new FeatureCache(directory.resolve("features"), Clock.systemUTC());
        FeatureSets sets = new FeatureSets(artifacts, cache);
        dataset = PaintedDataset.prepare(directory.resolve("images"), artifacts);
        features = sets.extract(PaintedDataset.request(dataset), (done, total) -> {});
        temporal.registerActivitiesImplementations(new TrainingActivitiesImpl(
                sets,
                artifacts,
                Volume.open("work", directory.resolve("work")),
                signals,
                WorkerIdentity.of(TorchEngine.running()),
                StayingWorker.life(),
                Clock.systemUTC()));
        training = temporal.newActivityStub(
                TrainingActivities.class,
                ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(Duration.ofMinutes(2))
                        .build());
    }

    @AfterEach
    void endTemporal() {
        temporal.close();
    }

    @Test
    void isListed_andNoEventIsTold_whereTheSameComputedAll() {
        assertThat(train("a", 1, AugmentationSpec.NONE).featureIdentities()).containsExactly(here);

        assertThat(signals.attempts).extracting(AttemptStart::featureChanges).containsExactly(List.of());
    }

    @Test
    void isListedAndTold_whereAnotherComputedTheFeatures() throws IOException {
        storedUnder(elsewhere);

        Provenance provenance = train("a", 1, AugmentationSpec.NONE);

        assertThat(provenance.featureIdentities()).containsExactly(elsewhere);
        assertThat(provenance.device()).isEqualTo(here.device());
        assertThat(signals.attempts).singleElement().satisfies(attempt -> {
            assertThat(attempt.identityChanges()).isEmpty();
            assertThat(attempt.featureChanges())
                    .containsExactly(
                            "device: " + here.device() + ", before cuda NVIDIA H100",
                            "threads: " + here.threads() + ", before " + elsewhere.threads());
        });
    }

    @Test
    void isThatOfEachView() throws IOException {
        train("first", 2, VIEWS);
        storedUnder(elsewhere);

        assertThat(train("second", 2, VIEWS).featureIdentities()).containsExactly(elsewhere, here);
    }

    @Test
    void isThatOfBothSets_whereTheFirstWasEvictedMeanwhile() throws IOException {
        storedUnder(elsewhere);
        train("a", 2, AugmentationSpec.NONE);
        assertThat(cache.evict(features.key())).isTrue();

        assertThat(train("a", 4, AugmentationSpec.NONE).featureIdentities()).containsExactly(elsewhere, here);
    }

    @Test
    void isNotKnown_ofASetThatWasStoredBefore() throws IOException {
        storedUnder(null);

        assertThat(train("a", 1, AugmentationSpec.NONE).featureIdentities()).isEmpty();
        assertThat(signals.attempts).extracting(AttemptStart::featureChanges).containsExactly(List.of());
    }

    private void storedUnder(@Nullable ComputeIdentity identity) throws IOException {
        StoredIdentity.replace(directory.resolve("features").resolve(features.key()), identity);
    }

    private Provenance train(String trialId, int epochs, AugmentationSpec augmentation) {
        TrialInput trial = new TrialInput(trialId, PaintedDataset.trialSpec(epochs, augmentation), dataset, features);
        return training.train(trial, new TrainingOrder(1, null, List.of())).provenance();
    }
}
