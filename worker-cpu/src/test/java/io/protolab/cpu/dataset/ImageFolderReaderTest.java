package io.protolab.cpu.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

final class ImageFolderReaderTest {

    @TempDir
    private Path root;

    private ImageFiles files;

    @BeforeEach
    void startEmpty() {
        files = new ImageFiles(root);
    }

    @Test
    void numbersClassesByCodePointAndFindsFilesAtAnyDepth() throws Exception {
        files.with("train/b", 2).with("train/B", 1).with("train/10", 1).with("train/2/deep/deeper", 1);
        files.with("val/b", 1).with("test/10", 2);

        DatasetManifest manifest = read();

        assertThat(manifest.classes()).containsExactly("10", "2", "B", "b");
        assertThat(manifest.images())
                .extracting(ManifestImage::path)
                .containsExactly(
                        "test/10/0.png",
                        "test/10/1.png",
                        "train/10/0.png",
                        "train/2/deep/deeper/0.png",
                        "train/B/0.png",
                        "train/b/0.png",
                        "train/b/1.png",
                        "val/b/0.png");
        assertThat(manifest.images()).extracting(ManifestImage::label).containsExactly(0, 0, 0, 1, 2, 3, 3, 3);
        assertThat(manifest.count(Split.TRAIN)).isEqualTo(5);
        assertThat(manifest.count(Split.VALIDATION)).isEqualTo(1);
        assertThat(manifest.count(Split.TEST)).isEqualTo(2);
        assertThat(manifest.root()).isEqualTo(root.toString());
    }

    @Test
    void holdsOutTestImages_whereTheFoldersDoNot() throws Exception {
        files.with("cat", 10).with("dog", 5);

        DatasetManifest manifest = read();

        assertThat(manifest.classes()).containsExactly("cat", "dog");
        assertThat(manifest.count(Split.TEST)).isEqualTo(3);
        assertThat(manifest.count(Split.TRAIN)).isEqualTo(12);
        assertThat(read()).isEqualTo(manifest);
    }

    @Test
    void keepsAGivenTestSplitAndHoldsOutValidationFromTheRest() throws Exception {
        files.with("train/cat", 10).with("train/dog", 10).with("test/cat", 1);

        DatasetManifest manifest =
                new ImageFolderReader(new SplitSpec(0.5, 0.3, 7), PreparationProgress.SILENT).read("pets", root);

        assertThat(manifest.count(Split.TEST)).isEqualTo(1);
        assertThat(manifest.count(Split.VALIDATION)).isEqualTo(6);
    }

    @Test
    void takesAFolderForAClass_ifItBearsASplitsNameButHoldsImages() throws Exception {
        files.with("train", 2).with("bus", 2);

        assertThat(read().classes()).containsExactly("bus", "train");
    }

    @Test
    void listsWhatItCannotUse() throws Exception {
        files.with("cat", 4).with("dog", 4).withCopy("cat/cut.jpg", "bad_truncated_60.jpg");
        Files.writeString(files.place("dog/text.jpg"), "no picture");
        Files.createFile(files.place("dog/void.png"));
        Files.createSymbolicLink(files.place("cat/loop"), root.resolve("cat"));
        Files.createSymbolicLink(files.place("cat/gone.png"), root.resolve("nowhere"));
        files.withCopy("stray.png", "png_small.png");

        DatasetManifest manifest = read();

        assertThat(manifest.images()).hasSize(8);
        assertThat(manifest.unreadable())
                .extracting(UnreadableFile::path)
                .containsExactlyInAnyOrder(
                        "cat/cut.jpg", "dog/text.jpg", "dog/void.png", "cat/loop", "cat/gone.png", "stray.png");
        assertThat(manifest.unreadable()).extracting(UnreadableFile::reason).allMatch(reason -> !reason.isBlank());
    }

    @Test
    void doesNotFollowALinkOutOfTheDatasetAndIntoItAgain() throws Exception {
        Path dataset = Files.createDirectories(root.resolve("photos"));
        new ImageFiles(dataset).with("cat", 5).with("dog", 5);
        files.with("others", 3);
        Files.createSymbolicLink(dataset.resolve("cat/up"), Path.of("../.."));

        DatasetManifest manifest =
                new ImageFolderReader(new SplitSpec(0.2, 0, 0), PreparationProgress.SILENT).read("photos", dataset);

        assertThat(manifest.images()).hasSize(10);
        assertThat(manifest.unreadable())
                .containsExactly(new UnreadableFile("cat/up", "is a link to one of its own parents"));
    }

    @Test
    void namesNoMoreBrokenFilesThanAPersonReads() throws Exception {
        files.with("cat", 5);
        for (int i = 0; i < 100; i++) {
            Files.createFile(files.place("dog/%02d.jpg".formatted(i)));
        }

        assertThatThrownBy(this::read)
                .hasMessageContaining("class 'dog' has no readable training image")
                .hasMessageContaining("dog/09.jpg: the file is empty; … and 90 more files")
                .hasMessageNotContaining("dog/10.jpg");
    }

    @Test
    void passesOverHiddenFilesClutterAndMasks() throws Exception {
        files.with("cat", 2)
                .with("dog", 2)
                .with(".hidden", 1)
                .with("__MACOSX/cat", 1)
                .with("masks/cat", 2);
        Files.writeString(files.place(".DS_Store"), "x");
        Files.writeString(files.place("cat/Thumbs.db"), "x");
        Files.writeString(files.place("README.txt"), "two classes");

        DatasetManifest manifest = read();

        assertThat(manifest.classes()).containsExactly("cat", "dog");
        assertThat(manifest.images()).hasSize(4);
        assertThat(manifest.unreadable()).isEmpty();
    }

    @Test
    void refusesClassesThatCannotBeTrained_allAtOnce() throws IOException {
        files.with("train/cat", 2).with("test/newt", 1).withCopy("train/dog/cut.jpg", "bad_truncated_60.jpg");
        Files.createDirectories(root.resolve("train/empty"));
        Files.createDirectories(root.resolve("val"));

        assertThatThrownBy(this::read)
                .isInstanceOf(UnusableDatasetException.class)
                .hasMessageContaining("class test/newt has no folder in train/")
                .hasMessageContaining("class 'empty' has no readable training image")
                .hasMessageContaining("class 'dog' has no readable training image")
                .hasMessageContaining("train/dog/cut.jpg: truncated")
                .hasMessageContaining("val/ has no class folders");
    }

    @Test
    void refusesWhatLeavesNothingToTest() throws IOException {
        files.with("cat", 1).with("dog", 1);

        assertThatThrownBy(this::read).hasMessageContaining("no readable test image");
    }

    @Test
    void refusesADirectoryThatIsNoneOrHoldsNoClasses() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "x");
        ImageFolderReader reader = new ImageFolderReader(new SplitSpec(0.2, 0, 0), PreparationProgress.SILENT);

        assertThatThrownBy(() -> reader.read("pets", root.resolve("nowhere"))).hasMessageContaining("does not exist");
        assertThatThrownBy(() -> reader.read("pets", file)).hasMessageContaining("not a directory");
        assertThatThrownBy(this::read).hasMessageContaining("found 0 class folder(s)");
    }

    private DatasetManifest read() throws IOException, UnusableDatasetException {
        return new ImageFolderReader(new SplitSpec(0.2, 0, 0), PreparationProgress.SILENT).read("pets", root);
    }
}
