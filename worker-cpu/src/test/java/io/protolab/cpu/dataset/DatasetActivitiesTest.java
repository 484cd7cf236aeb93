package io.protolab.cpu.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.dataset.DatasetManifest;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.experiment.DatasetKind;
import io.protolab.platform.experiment.DatasetSpec;
import io.protolab.platform.experiment.FlatBirdsSpec;
import io.protolab.platform.experiment.ReferenceSwitches;
import io.protolab.platform.experiment.SplitSpec;
import io.protolab.platform.json.Json;
import io.protolab.platform.workflow.DatasetActivities;
import io.protolab.platform.workflow.FinalFailure;
import io.protolab.platform.workflow.Payloads;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatasetActivitiesTest {

    private static final SplitSpec SPLIT = new SplitSpec(0.2, 0, 0);
    private static final DatasetSpec BIRDS =
            new DatasetSpec("birds", DatasetKind.FLATBIRDS, null, SPLIT, new FlatBirdsSpec(3, 2, 1, 32, 2, 0));

    @TempDir
    private Path folder;

    private ArtifactStore artifacts;
    private TestActivityEnvironment environment;
    private DatasetActivities activities;

    @BeforeEach
    void register() throws IOException {
        artifacts = new DirectoryArtifactStore(folder.resolve("store"));
        environment = TestActivityEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.converter())
                        .build())
                .build());
        environment.registerActivitiesImplementations(new DatasetActivitiesImpl(artifacts, folder.resolve("rendered")));
        activities = environment.newActivityStub(DatasetActivities.class);
    }

    @AfterEach
    void close() {
        environment.close();
    }

    @Test
    void rendersAndStoresTheManifest_theSameEachTime() throws IOException {
        PreparedDataset prepared = activities.prepare(BIRDS, ReferenceSwitches.STRICT);

        DatasetManifest manifest =
                Json.mapper().readValue(artifacts.fetch(prepared.manifest()).toFile(), DatasetManifest.class);
        assertThat(prepared.train()).isEqualTo(6);
        assertThat(prepared.test()).isEqualTo(3);
        assertThat(prepared.classes()).isEqualTo(3);
        assertThat(manifest.root()).as("it would be part of the fingerprint").isEmpty();
        assertThat(manifest.images())
                .hasSize(9)
                .allSatisfy(image -> assertThat(Path.of(prepared.root()).resolve(image.path()))
                        .exists());
        assertThat(activities.prepare(BIRDS, ReferenceSwitches.STRICT)).isEqualTo(prepared);
    }

    @Test
    void heartbeatsWhileItWorks() {
        Set<String> beats = ConcurrentHashMap.newKeySet();
        environment.setActivityHeartbeatListener(String.class, beats::add);

        activities.prepare(BIRDS, ReferenceSwitches.STRICT);

        assertThat(beats).isNotEmpty();
    }

    @Test
    void givesUpOnADirectoryThatIsNoDataset() {
        String nowhere = folder.resolve("nowhere").toString();
        DatasetSpec pets = new DatasetSpec("pets", DatasetKind.IMAGEFOLDER, nowhere, SPLIT, null);

        assertThatThrownBy(() -> activities.prepare(pets, ReferenceSwitches.STRICT))
                .isInstanceOf(ActivityFailure.class)
                .cause()
                .isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
                    assertThat(failure.getType()).isEqualTo(FinalFailure.TYPE);
                    assertThat(failure.isNonRetryable()).isTrue();
                    assertThat(failure.getOriginalMessage()).contains("dataset pets", nowhere, "does not exist");
                });
    }
}
