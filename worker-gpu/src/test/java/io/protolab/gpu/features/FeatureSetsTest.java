package io.protolab.gpu.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.protolab.gpu.PaintedDataset;
import io.protolab.gpu.image.ChangedFileException;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.TorchEngine;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.dataset.InputRegion;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.experiment.BackboneSpec;
import io.protolab.platform.experiment.ComputeIdentity;
import io.protolab.platform.experiment.FramingSpec;
import io.protolab.platform.experiment.ReferenceSwitches;
import io.protolab.platform.workflow.FeatureRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningEngine.class)
class FeatureSetsTest {
    private static final Progress SILENT = (done, total) -> {};
    private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path directory;

    private ArtifactStore artifacts;
    private PreparedDataset dataset;

    @BeforeEach
    void prepareDataset() throws IOException {
        artifacts = new DirectoryArtifactStore(directory.resolve("artifacts"));
        dataset = PaintedDataset.prepare(directory.resolve("images"), artifacts);
    }

    @Test
    void ordersRowsByImagesThenDeletionsThenNoisyCopies() throws IOException {
        DatasetFeatures features = open(PaintedDataset.backbone(1), SILENT);

        assertThat(features.reference().images()).isEqualTo(12 + 3 * 2 + 4);
        assertThat(features.rows().deletionRows()).containsExactly(8, 9, 10); // 11 has no picture without its wing
        assertThat(features.rows().deletions(1, 3)).containsExactly(14, 15, 16, 17);
        assertThat(features.rows().noisy(0, 4)).containsExactly(18, 19, 20, 21);
    }

    @Test
    void gathersRowsInTheOrderAsked() throws IOException {
        TokenRows tokens = open(PaintedDataset.backbone(1), SILENT).tokens();

        float[] forward = tokens.gather(new int[] {2, 20}).toFloats();
        float[] backward = tokens.gather(new int[] {20, 2}).toFloats();

        assertThat(forward).hasSize(2 * 4 * 16);
        for (int i = 0; i < 64; i++) {
            assertThat(forward[i]).isEqualTo(backward[64 + i]);
            assertThat(forward[64 + i]).isEqualTo(backward[i]);
        }
    }

    @Test
    void remembersUnderWhatItWasComputed_whoeverReadsIt() throws IOException {
        DatasetFeatures features = open(PaintedDataset.backbone(1), SILENT);
        ComputeIdentity card = new ComputeIdentity("cuda NVIDIA H100", 8, 0, Map.of("pytorch", "2.7.1"));

        assertThat(features.tokens().computedUnder())
                .contains(TorchEngine.running().identity());
        StoredIdentity.replace(home(features), card);
        assertThat(open(PaintedDataset.backbone(1), SILENT).tokens().computedUnder())
                .contains(card);
    }

    @Test
    void readsASetThatWasStoredBeforeIdentitiesWereNoted() throws IOException {
        DatasetFeatures features = open(PaintedDataset.backbone(1), SILENT);
        StoredIdentity.replace(home(features), null);

        TokenRows old = open(PaintedDataset.backbone(1), (done, total) -> fail("computed again"))
                .tokens();

        assertThat(old.computedUnder()).isEmpty();
        assertThat(old.gather(new int[] {2}).toFloats())
                .isEqualTo(features.tokens().gather(new int[] {2}).toFloats());
    }

    @Test
    void computesASetOnce() throws IOException {
        List<Long> reached = new ArrayList<>();

        open(PaintedDataset.backbone(1), (done, total) -> reached.add(done));
        open(PaintedDataset.backbone(1), (done, total) -> reached.add(done));

        assertThat(reached).containsExactly(22L);
    }

    @Test
    void computesAnotherSet_whereImagesAreFramedInAnotherWay() throws IOException {
        FramingSpec cut = new FramingSpec(FramingSpec.Resize.CENTRE_CROP, null, 12);
        DatasetFeatures whole = open(PaintedDataset.backbone(1), SILENT);
        DatasetFeatures centre = open(PaintedDataset.framed(cut), SILENT);

        assertThat(centre.reference().key()).isNotEqualTo(whole.reference().key());
        assertThat(centre.reference().region()).isEqualTo(InputRegion.centreOf(12));
        assertThat(centre.tokens().gather(new int[] {0}).toFloats())
                .isNotEqualTo(whole.tokens().gather(new int[] {0}).toFloats());
    }

    @Test
    void seesTheCentreOfImages_whereTheRequestCutsThem() throws IOException {
        BackboneSpec backbone = PaintedDataset.backbone(1);
        FeatureRequest cut =
                new FeatureRequest(dataset, backbone, PaintedDataset.evaluation(), ReferenceSwitches.STRICT, 4, null);

        DatasetFeatures features = new FeatureSets(artifacts, cache(0)).open(cut, SILENT);

        assertThat(features.reference().region()).isEqualTo(InputRegion.WHOLE.within(4));
        assertThat(features.reference().key())
                .isNotEqualTo(open(backbone, SILENT).reference().key());
    }

    @Test
    void givesTheSameBytesWhenBuiltAgain() throws IOException {
        Path tokens = tokens(open(PaintedDataset.backbone(1), SILENT));
        byte[] first = Files.readAllBytes(tokens);

        Files.delete(tokens);
        open(PaintedDataset.backbone(1), SILENT);

        assertThat(tokens).hasBinaryContent(first);
    }

    @Test
    void buildsADamagedSetAgain_afterAFlippedBit() throws IOException {
        Path tokens = tokens(open(PaintedDataset.backbone(1), SILENT));
        byte[] whole = Files.readAllBytes(tokens);
        byte[] damaged = whole.clone();
        damaged[1000] ^= 1;
        Files.write(tokens, damaged);

        open(PaintedDataset.backbone(1), SILENT);

        assertThat(tokens).hasBinaryContent(whole);
    }

    @Test
    void refusesAnImageThatChangedSinceItWasPrepared() throws IOException {
        Path image = directory.resolve("images/3.png");
        byte[] content = Files.readAllBytes(image);
        content[content.length - 20] ^= 1;
        Files.write(image, content);

        assertThatThrownBy(() -> open(PaintedDataset.backbone(1), SILENT))
                .isInstanceOf(ChangedFileException.class)
                .hasMessageContaining("3.png")
                .hasMessageContaining("sha256");
        assertThat(sets()).isEmpty();
    }

    @Test
    void namesWeightsThatDoNotExist() {
        BackboneSpec absent = PaintedDataset.backboneFile(directory.resolve("absent.safetensors"));

        assertThatThrownBy(() -> open(absent, SILENT))
                .hasMessageContaining("absent.safetensors")
                .hasMessageContaining("volume");
    }

    @Test
    void evictsOneSet_whichIsBuiltAgainWhenItIsWanted() throws IOException {
        String unwanted = open(PaintedDataset.backbone(0), SILENT).reference().key();
        open(PaintedDataset.backbone(1), SILENT);

        assertThat(cache(0).evict(unwanted)).isTrue();
        assertThat(cache(0).evict(unwanted)).isFalse();
        assertThat(sets()).hasSize(1);

        assertThat(open(PaintedDataset.backbone(0), SILENT).reference().key()).isEqualTo(unwanted);
        assertThat(sets()).hasSize(2);
    }

    @Test
    void evictsNothingByAnythingButAnAddress() throws IOException {
        FeatureCache cache = cache(0);

        assertThatThrownBy(() -> cache.evict("../images"))
                .hasMessageContainingAll("'../images'", "64 hexadecimal digits");
        assertThat(directory.resolve("images")).exists();
    }

    @Test
    void deletesWhatADeadProcessLeft_whenItEvicts() throws IOException {
        Path abandoned = Files.createDirectories(directory.resolve("features/.unfinished-1"));
        Files.setLastModifiedTime(abandoned, FileTime.from(NEW_YEAR));

        assertThat(cache(1).evict("0".repeat(64))).isFalse();
        assertThat(abandoned).exists();
        assertThat(cache(3).evict("0".repeat(64))).isFalse();
        assertThat(abandoned).doesNotExist();
    }

    private DatasetFeatures open(BackboneSpec backbone, Progress progress) throws IOException {
        return open(cache(0), backbone, progress);
    }

    private DatasetFeatures open(FeatureCache cache, BackboneSpec backbone, Progress progress) throws IOException {
        return new FeatureSets(artifacts, cache).open(PaintedDataset.request(dataset, backbone), progress);
    }

    /** A new cache on the same directory, as of another process. */
    private FeatureCache cache(int day) throws IOException {
        return new FeatureCache(
                directory.resolve("features"), Clock.fixed(NEW_YEAR.plus(Duration.ofDays(day)), ZoneOffset.UTC));
    }

    private List<Path> sets() throws IOException {
        try (Stream<Path> homes = Files.list(directory.resolve("features"))) {
            return homes.filter(Files::isDirectory).toList();
        }
    }

    private Path home(DatasetFeatures features) {
        return directory.resolve("features").resolve(features.reference().key());
    }

    private Path tokens(DatasetFeatures features) {
        return home(features).resolve("tokens-00000.bin");
    }
}
