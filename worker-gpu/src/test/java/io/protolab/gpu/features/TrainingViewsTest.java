package io.protolab.gpu.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.gpu.PaintedDataset;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.gpu.tensor.TorchEngine;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.experiment.AugmentationSpec;
import io.protolab.platform.json.Json;
import io.protolab.platform.workflow.FeatureRequest;
import io.protolab.platform.workflow.FeatureSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningEngine.class)
class TrainingViewsTest {
    private static final Progress SILENT = (done, total) -> {};
    private static final AugmentationSpec THREE_VIEWS = PaintedDataset.augmentation(AugmentationSpec.Mode.CACHED, 3);
    private static final AugmentationSpec LIVE = PaintedDataset.augmentation(AugmentationSpec.Mode.LIVE, 1);

    @TempDir
    Path directory;

    private FeatureCache cache;
    private FeatureSets sets;
    private FeatureRequest request;

    @BeforeEach
    void prepareDataset() throws IOException {
        ArtifactStore artifacts = new DirectoryArtifactStore(directory.resolve("artifacts"));
        cache = new FeatureCache(directory.resolve("features"), Clock.systemUTC());
        sets = new FeatureSets(artifacts, cache);
        request = PaintedDataset.request(PaintedDataset.prepare(directory.resolve("images"), artifacts));
    }

    @Test
    void showsEachEpochAView_beginningAgainAfterTheLast() throws IOException {
        List<float[]> epochs = epochs(THREE_VIEWS, 0, 1, 2, 3, 4);

        assertThat(epochs.get(1)).isNotEqualTo(epochs.get(0));
        assertThat(epochs.get(2)).isNotEqualTo(epochs.get(0));
        assertThat(epochs.get(3)).isEqualTo(epochs.get(0));
        assertThat(epochs.get(4)).isEqualTo(epochs.get(1));
    }

    @Test
    void givesTheSameBits_cachedOrLive_inAnyOrder() throws IOException {
        List<float[]> cached = epochs(THREE_VIEWS, 0, 1, 2);
        List<float[]> live = epochs(LIVE, 2, 0, 1, 1);

        assertThat(live.get(0)).isEqualTo(cached.get(2));
        assertThat(live.get(1)).isEqualTo(cached.get(0));
        assertThat(live.get(2)).isEqualTo(cached.get(1));
        assertThat(live.get(3)).isEqualTo(cached.get(1));
    }

    @Test
    void keepsNothing_whenLive() throws IOException {
        int before = TorchEngine.running().liveTensorCount();

        epochs(LIVE, 0, 1);

        assertThat(sets()).isEmpty();
        assertThat(TorchEngine.running().liveTensorCount()).isEqualTo(before);
    }

    @Test
    void holdsOnlyTrainingImages_underAnAddressOfItsOwn() throws IOException {
        FeatureSet plain = sets.extract(request, SILENT);
        FeatureSet first = sets.extract(request.withView(THREE_VIEWS, 0), SILENT);
        FeatureSet second = sets.extract(request.withView(THREE_VIEWS, 1), SILENT);

        assertThat(first.images()).isEqualTo(8);
        assertThat(plain.images()).isEqualTo(22);
        assertThat(List.of(plain.key(), first.key(), second.key())).doesNotHaveDuplicates();
    }

    @Test
    void sharesViewsBetweenNumbersOfViews() throws IOException {
        AugmentationSpec four = THREE_VIEWS.withViews(4);

        assertThat(sets.extract(request.withView(four, 2), SILENT))
                .isEqualTo(sets.extract(request.withView(THREE_VIEWS, 2), SILENT));
    }

    @Test
    void leavesTheAddressOfSetsWithoutViewsAsItWas() throws IOException {
        sets.extract(request, SILENT);

        Path index = sets().get(0).resolve(FeatureIndex.FILE);
        assertThat(Json.text(Json.mapper().readTree(index.toFile()).get("key"))).doesNotContain("\"view\"");
    }

    @Test
    void computesAnEvictedViewAgain() throws IOException {
        List<float[]> before = epochs(THREE_VIEWS, 1);
        for (Path set : sets()) {
            assertThat(cache.evict(set.getFileName().toString())).isTrue();
        }
        assertThat(sets()).isEmpty();

        assertThat(epochs(THREE_VIEWS, 1).get(0)).isEqualTo(before.get(0));
    }

    @Test
    void refusesBeforehandWhatDoesNotFitOnTheDisk() {
        assertThatThrownBy(() -> cache.requireSpace("patch tokens of 3 views", Long.MAX_VALUE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("patch tokens of 3 views")
                .hasMessageContaining("no space left");
    }

    private List<float[]> epochs(AugmentationSpec augmentation, int... epochs) throws IOException {
        List<float[]> tokens = new ArrayList<>();
        try (TrainingViews views = sets.views(request, augmentation)) {
            for (int epoch : epochs) {
                TokenRows rows = views.inEpoch(epoch, SILENT);
                try (TensorScope scope = TensorScope.open()) {
                    tokens.add(rows.gather(IntStream.range(0, 8).toArray()).toFloats());
                }
            }
        }
        return tokens;
    }

    private List<Path> sets() throws IOException {
        try (Stream<Path> homes = Files.list(directory.resolve("features"))) {
            return homes.filter(Files::isDirectory).toList();
        }
    }
}
