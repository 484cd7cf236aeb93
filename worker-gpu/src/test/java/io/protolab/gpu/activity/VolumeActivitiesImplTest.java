package io.protolab.gpu.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.protolab.gpu.features.FeatureCache;
import io.protolab.platform.artifact.Volume;
import io.protolab.platform.workflow.VolumeActivities;
import io.protolab.platform.workflow.VolumeSurvey;
import io.protolab.platform.workflow.VolumeSurvey.Kept;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeActivitiesImplTest {
    @TempDir
    Path work;

    @Test
    void deletesTheCheckpointsOfOneTrial_andMayBeRepeated() throws IOException {
        Path used = checkpoint("a/../b");
        Path open = checkpoint("c");
        VolumeActivities volume = new VolumeActivitiesImpl(
                new FeatureCache(work.resolve("features"), Clock.systemUTC()), Volume.open("work", work));

        volume.deleteCheckpoints("a/../b");
        volume.deleteCheckpoints("a/../b");

        assertThat(used).doesNotExist();
        assertThat(open).exists();
        assertThat(work.resolve("trials")).isDirectoryNotContaining("glob:**/a*");
    }

    @Test
    void tellsWhatLiesThere_andDeletesOnlyWhatWasAbandoned() throws IOException {
        checkpoint("sweep-0.1");
        Path features = work.resolve("features");
        VolumeActivities volume =
                new VolumeActivitiesImpl(new FeatureCache(features, Clock.systemUTC()), Volume.open("work", work));
        String key = "ab".repeat(32);
        Files.write(Files.createDirectories(features.resolve(key)).resolve("shard"), new byte[7]);
        Path building = Files.createDirectory(features.resolve(".unfinished-1"));
        Path abandoned = Files.createDirectory(features.resolve(".unfinished-2"));
        Path cut = Files.createDirectory(new TrialDirectories(Volume.open("work", work))
                .home("sweep-0.1")
                .resolve("attempt-000001/unfinished-steps-000000005"));
        aged(Files.write(abandoned.resolve("shard"), new byte[9]), abandoned, cut);

        VolumeSurvey survey = volume.survey();

        assertThat(survey.complete()).isTrue();
        assertThat(survey.trials()).extracting(Kept::name, Kept::bytes).containsExactly(tuple("sweep-0.1", 2L));
        assertThat(survey.features()).extracting(Kept::name, Kept::bytes).containsExactly(tuple(key, 7L));
        assertThat(survey.leftovers())
                .extracting(Kept::name, Kept::bytes)
                .containsExactly(
                        tuple("features/.unfinished-2", 9L),
                        tuple("work/trials/sweep-0%2E1/attempt-000001/unfinished-steps-000000005", 0L));

        survey.leftovers().forEach(leftover -> volume.deleteLeftover(leftover.name()));
        volume.deleteLeftover("features/.unfinished-1");
        volume.deleteLeftover("features/" + key);

        assertThat(abandoned).doesNotExist();
        assertThat(cut).doesNotExist();
        assertThat(building).exists();
        assertThat(features.resolve(key)).exists();
    }

    @Test
    void setsAsideWhatNoTrainingShallFind() throws IOException {
        VolumeActivities volume = new VolumeActivitiesImpl(
                new FeatureCache(work.resolve("features"), Clock.systemUTC()), Volume.open("work", work));
        checkpoint("lost");
        volume.setAside("lost");
        checkpoint("lost");
        volume.setAside("lost");
        volume.setAside("lost");

        assertThat(volume.survey().trials()).isEmpty();
        assertThat(work.resolve("set-aside"))
                .isDirectoryContaining("glob:**/lost")
                .isDirectoryContaining("glob:**/lost-2");
    }

    private static void aged(Path... files) throws IOException {
        for (Path file : files) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        }
    }

    private Path checkpoint(String trialId) throws IOException {
        Path directory =
                new TrialDirectories(Volume.open("work", work)).home(trialId).resolve("attempt-000001/steps-000000004");
        return Files.writeString(Files.createDirectories(directory).resolve("state.json"), "{}");
    }
}
