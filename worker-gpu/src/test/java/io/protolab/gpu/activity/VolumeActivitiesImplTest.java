package io.protolab.gpu.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.gpu.features.FeatureCache;
import io.protolab.platform.workflow.VolumeActivities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeActivitiesImplTest {
    @TempDir
    Path work;

    @Test
    void deletesTheCheckpointsOfOneTrial_andMayBeRepeated() throws IOException {
        Path used = checkpoint("a/../b");
        Path open = checkpoint("c");
        VolumeActivities volume =
                new VolumeActivitiesImpl(new FeatureCache(work.resolve("features"), Clock.systemUTC()), work);

        volume.deleteCheckpoints("a/../b");
        volume.deleteCheckpoints("a/../b");

        assertThat(used).doesNotExist();
        assertThat(open).exists();
        assertThat(work.resolve("trials")).isDirectoryNotContaining("glob:**/a*");
    }

    private Path checkpoint(String trialId) throws IOException {
        Path directory = new TrialDirectories(work).home(trialId).resolve("attempt-000001/steps-000000004");
        return Files.writeString(Files.createDirectories(directory).resolve("state.json"), "{}");
    }
}
