package io.protolab.cpu.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.cpu.dataset.flatbirds.FlatBirdsProfile;
import io.protolab.cpu.dataset.flatbirds.FlatBirdsWriter;
import io.protolab.cpu.dataset.flatbirds.Interventions;
import io.protolab.platform.dataset.DatasetManifest;
import io.protolab.platform.dataset.ManifestImage;
import io.protolab.platform.dataset.Split;
import io.protolab.platform.dataset.UnreadableFile;
import io.protolab.platform.experiment.SplitSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FunnyBirdsReaderTest {

    @TempDir
    private Path folder;

    private Path archive;

    @BeforeEach
    void render() throws IOException {
        FlatBirdsProfile profile = new FlatBirdsProfile(3, 32, 4, 2, 2, 0.5, Interventions.SINGLE, 1);
        archive = new FlatBirdsWriter(folder).prepare(profile, done -> {});
    }

    @Test
    void listsImagesPartMapsAndDeletions() throws Exception {
        DatasetManifest manifest = read(archive);

        assertThat(manifest.classes()).containsExactly("0", "1", "2");
        assertThat(manifest.parts()).containsExactly("beak", "eye", "foot", "tail", "wing");
        assertThat(manifest.count(Split.TRAIN)).isEqualTo(12);
        assertThat(manifest.count(Split.TEST)).isEqualTo(6);
        assertThat(manifest.unreadable()).isEmpty();
        ManifestImage last = manifest.images().get(17);
        assertThat(last.path()).isEqualTo("test/2/000005.png");
        assertThat(last.label()).isEqualTo(2);
        assertThat(last.width()).isEqualTo(32);
        assertThat(last.partMap()).isEqualTo("test_part_map/2/000005.png");
        assertThat(last.deletions())
                .hasSize(5)
                .containsEntry("tail", "test_interventions/2/000005/body_beak_eye_foot_wing.png");
        assertThat(manifest.images().get(0).deletions()).isEmpty();
    }

    @Test
    void findsTheArchiveInItsFolder() throws Exception {
        Path parent = Files.createDirectory(folder.resolve("download"));
        Files.move(archive, parent.resolve("FunnyBirds"));

        assertThat(read(parent).root()).isEqualTo(parent.resolve("FunnyBirds").toString());
    }

    @Test
    void listsFilesThatAreMissingOrDamaged() throws Exception {
        Files.delete(archive.resolve("train/0/000001.png"));
        Files.write(archive.resolve("test_part_map/2/000005.png"), new byte[0]);
        Files.write(archive.resolve("test_interventions/2/000005/body_beak_eye_foot_wing.png"), new byte[] {1});

        DatasetManifest manifest = read(archive);

        assertThat(manifest.unreadable())
                .containsExactly(
                        new UnreadableFile("train/0/000001.png", "the file is missing"),
                        new UnreadableFile("test_part_map/2/000005.png", "the file is empty"),
                        new UnreadableFile(
                                "test_interventions/2/000005/body_beak_eye_foot_wing.png", "the content is no image"));
        assertThat(manifest.images()).hasSize(17).last().satisfies(image -> {
            assertThat(image.partMap()).isNull();
            assertThat(image.deletions()).hasSize(4).doesNotContainKey("tail");
        });
    }

    @Test
    void namesEveryListThatIsWrong() throws IOException {
        String train = Files.readString(archive.resolve("dataset_train.json"));
        Files.writeString(archive.resolve("dataset_train.json"), train.substring(0, train.length() / 2));
        Files.writeString(archive.resolve("dataset_test.json"), "[{\"class_idx\": 7}, {}]");
        Files.delete(archive.resolve("parts.json"));

        assertThatThrownBy(() -> read(archive))
                .isInstanceOf(UnusableDatasetException.class)
                .hasMessageContaining("parts.json is missing")
                .hasMessageContaining("dataset_train.json is malformed")
                .hasMessageContaining("dataset_test.json: entry 0 has class_idx 7")
                .hasMessageContaining("dataset_test.json: entry 1 has class_idx null");
    }

    private static DatasetManifest read(Path directory) throws IOException, UnusableDatasetException {
        return new FunnyBirdsReader(new SplitSpec(0.2, 0, 0), PreparationProgress.SILENT).read("birds", directory);
    }
}
