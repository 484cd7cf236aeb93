package io.protolab.cpu.report;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.dataset.DatasetManifest;
import io.protolab.platform.dataset.InputRegion;
import io.protolab.platform.dataset.ManifestImage;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.dataset.Split;
import io.protolab.platform.evaluation.Evidence;
import io.protolab.platform.evaluation.Explanations;
import io.protolab.platform.evaluation.Predictions;
import io.protolab.platform.evaluation.PrototypeCatalogue;
import io.protolab.platform.evaluation.PrototypeCatalogue.Prototype;
import io.protolab.platform.evaluation.PrototypeCatalogue.TopPatch;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.Metrics;
import io.protolab.platform.experiment.Provenance;
import io.protolab.platform.experiment.SearchSpace;
import io.protolab.platform.experiment.SpecParser;
import io.protolab.platform.experiment.TrialSpec;
import io.protolab.platform.json.Json;
import io.protolab.platform.workflow.FeatureSet;
import io.protolab.platform.workflow.Measurement;
import io.protolab.platform.workflow.TrainedHead;
import io.protolab.platform.workflow.TrialInput;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * A training image and three test images of 16 × 16 pixels in two classes on a 2 × 2 grid; the last test image is taken for the
 * other class. Prototype 1 of three is pruned.
 */
final class ThreeSpots {
    private static final String HASH = "0".repeat(64);
    private static final int[] ROWS = {1, 2, 3};
    private static final int[] LABELS = {0, 1, 1};

    private final ArtifactStore artifacts;
    private final Path root;

    ThreeSpots(ArtifactStore artifacts, Path root) {
        this.artifacts = artifacts;
        this.root = root;
    }

    TrialInput trial() throws IOException {
        return trial(InputRegion.WHOLE);
    }

    /** @param region of the images that the backbone saw */
    TrialInput trial(InputRegion region) throws IOException {
        for (int row = 0; row < 4; row++) {
            BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_ARGB);
            image.setRGB(4 * row, 4, 0xFFFF0000);
            ImageIO.write(image, "png", root.resolve(row + ".png").toFile());
        }
        return trialAsPrepared(region);
    }

    TrialInput trialAsPrepared(InputRegion region) throws IOException {
        TrialSpec spec = SearchSpace.of(SpecParser.parse(Json.mapper().readTree("""
                        {"apiVersion": "protolab/v1", "kind": "Sweep", "name": "spots", "experiment": "tests/spots",
                         "datasets": [{"name": "spots", "kind": "flatbirds"}],
                         "backbones": [{"name": "vit", "weights": "random", "shape": {"imageSize": 16, "patch": 8}}],
                         "search": {"axes": {"loss.sparsity.weight": [0.1]}}, "seeds": [1]}
                        """)))
                .trials()
                .get(0);
        List<ManifestImage> images = IntStream.range(0, 4)
                .mapToObj(row -> new ManifestImage(
                        row + ".png",
                        HASH,
                        1,
                        16,
                        16,
                        row == 0 ? 0 : LABELS[row - 1],
                        row == 0 ? Split.TRAIN : Split.TEST,
                        null,
                        Map.of()))
                .toList();
        Artifact manifest = json(
                "manifest.json",
                new DatasetManifest(
                        DatasetManifest.VERSION, "spots", "", List.of("left", "right"), List.of(), images, List.of()));
        return new TrialInput(
                "spots-0",
                spec,
                new PreparedDataset("spots", manifest, root.toString(), 2, 1, 0, 3, 0),
                new FeatureSet("key", "spots", "vit", 4, 4, 128, 1, HASH, region));
    }

    TrainedHead head() throws IOException {
        List<EpochMetrics> epochs = IntStream.range(0, 3)
                .mapToObj(epoch ->
                        new EpochMetrics(epoch, Map.of(EpochMetrics.LOSS, 1.0 / (epoch + 1)), 1, Instant.EPOCH))
                .toList();
        return new TrainedHead(
                new Artifact("head.safetensors", HASH, 0, Artifact.SAFETENSORS),
                json("epochs.json", epochs),
                3,
                2,
                epochs.get(2),
                new Provenance(HASH, HASH, HASH, "key", 1, "cpu", 1, Map.of()));
    }

    Evidence evidence() throws IOException {
        float[] scores = {1, 0, 0.5f, 0, 0, 1, 1, 0, 0};
        float[] classWeights = {2, 0, 0.5f, 0, 0, 2};
        float[] logits = {2.25f, 1, 0.5f, 2, 2, 0};
        return new Evidence(
                stored("predictions", path -> new Predictions(ROWS, LABELS, 2, logits).write(path)),
                stored(
                        "explanations",
                        path -> new Explanations(ROWS, 3, 2, 2, scores, classWeights, new float[36]).write(path)),
                null,
                null,
                json(
                        "prototypes.json",
                        new PrototypeCatalogue(List.of(
                                prototype(0, true, List.of(2f, 0f), 0.6),
                                prototype(1, false, List.of(0f, 0f), 0),
                                prototype(2, true, List.of(0.5f, 2f), 0.9)))));
    }

    Measurement measurement() throws IOException {
        return new Measurement(new Metrics(Map.of(Metrics.ACCURACY, 2 / 3.0)), json("metrics.json", Map.of()));
    }

    private static Prototype prototype(int index, boolean active, List<Float> classWeights, double usage) {
        return new Prototype(index, active, classWeights, usage, List.of(new TopPatch(0, 8, 0, 8, 8, 0.7f)));
    }

    private Artifact json(String name, Object value) throws IOException {
        return artifacts.put(name, Json.mapper().writeValueAsBytes(value), Artifact.JSON);
    }

    private Artifact stored(String name, Writer writer) throws IOException {
        Path file = root.resolve(name);
        writer.write(file);
        return artifacts.put(name, file, Artifact.SAFETENSORS);
    }

    private interface Writer {
        void write(Path file) throws IOException;
    }
}
