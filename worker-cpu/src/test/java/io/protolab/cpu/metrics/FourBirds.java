package io.protolab.cpu.metrics;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.dataset.DatasetManifest;
import io.protolab.platform.dataset.InputRegion;
import io.protolab.platform.dataset.ManifestImage;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.dataset.Split;
import io.protolab.platform.evaluation.Deletions;
import io.protolab.platform.evaluation.Evidence;
import io.protolab.platform.evaluation.Explanations;
import io.protolab.platform.evaluation.Predictions;
import io.protolab.platform.evaluation.PrototypeCatalogue;
import io.protolab.platform.experiment.SearchSpace;
import io.protolab.platform.experiment.SpecParser;
import io.protolab.platform.experiment.TrialSpec;
import io.protolab.platform.json.Json;
import io.protolab.platform.workflow.FeatureSet;
import io.protolab.platform.workflow.TrialInput;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * Four test images of 8 × 8 pixels on a 2 × 2 grid: the beak in the first cell, the tail in the last. Images 0 and 1 are of class
 * 0, which prototype 0 recognises by the beak, images 2 and 3 of class 1, which prototype 1 recognises by the tail; prototype 2
 * is pruned. Under noise prototype 0 lets go of the beak of image 0, and in image 3 no removal changes anything.
 */
final class FourBirds {
    static final int[] ROWS = {1, 2, 3, 4};
    static final int[] LABELS = {0, 0, 1, 1};

    private final ArtifactStore artifacts;
    private final Path root;
    private final InputRegion region;
    private final int margin;

    FourBirds(ArtifactStore artifacts, Path root) {
        this(artifacts, root, InputRegion.WHOLE, 0);
    }

    /** @param margin pixels to the left and to the right, with a beak at the end of the right one, of which the region should show nothing */
    FourBirds(ArtifactStore artifacts, Path root, InputRegion region, int margin) {
        this.artifacts = artifacts;
        this.root = root;
        this.region = region;
        this.margin = margin;
    }

    /** @param switches JSON of the spec's field */
    TrialInput trial(String switches, boolean withParts) throws IOException {
        TrialSpec spec = SearchSpace.of(SpecParser.parse(Json.mapper().readTree("""
                        {"apiVersion": "protolab/v1", "kind": "Sweep", "name": "four", "experiment": "tests/four",
                         "datasets": [{"name": "birds", "kind": "flatbirds"}],
                         "backbones": [{"name": "vit", "weights": "random", "shape": {"imageSize": 8, "patch": 4}}],
                         "switches": %s, "seeds": [1]}
                        """.formatted(switches))))
                .trials()
                .get(0);
        ImageIO.write(partMap(), "png", root.resolve("map.png").toFile());
        List<ManifestImage> images = IntStream.range(0, 5)
                .mapToObj(row -> new ManifestImage(
                        row + ".png",
                        "0".repeat(64),
                        1,
                        8 + 2 * margin,
                        8,
                        row == 0 ? 0 : LABELS[row - 1],
                        row == 0 ? Split.TRAIN : Split.TEST,
                        withParts ? "map.png" : null,
                        Map.of()))
                .toList();
        DatasetManifest manifest = new DatasetManifest(
                DatasetManifest.VERSION,
                "birds",
                "",
                List.of("robin", "wren"),
                withParts ? List.of("beak", "tail") : List.of(),
                images,
                List.of());
        return new TrialInput(
                "four-0",
                spec,
                new PreparedDataset("birds", json("manifest.json", manifest), root.toString(), 2, 1, 0, 4, 0),
                new FeatureSet("key", "birds", "vit", 5, 4, 128, 1, "0".repeat(64), region));
    }

    Evidence evidence(boolean withParts) throws IOException {
        return new Evidence(
                predictions(1),
                stored("explanations", path -> explanations(0.9f).write(path)),
                withParts ? stored("noisy", path -> explanations(0.1f).write(path)) : null,
                withParts ? stored("deletions", path -> deletions().write(path)) : null,
                json(
                        "prototypes.json",
                        new PrototypeCatalogue(IntStream.range(0, 3)
                                .mapToObj(p -> new PrototypeCatalogue.Prototype(p, p < 2, List.of(), 0.5, List.of()))
                                .toList())));
    }

    /** @param first logit of image 0 for its class */
    Artifact predictions(float first) throws IOException {
        float[] logits = {first, 0, 1, 0, 0, 1, 0, 1};
        return stored("predictions", path -> new Predictions(ROWS, LABELS, 2, logits).write(path));
    }

    private static Explanations explanations(float beakOfImage0) {
        float[] scores = {1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0};
        float[] classWeights = {0.5f, 0, 0, 0, 0.5f, 0};
        float[] maps = new float[4 * 3 * 4];
        for (int image = 0; image < 4; image++) {
            maps[image * 12] = image == 0 ? beakOfImage0 : 0.9f;
            maps[image * 12 + 1] = 0.1f;
            maps[image * 12 + 7] = 0.9f;
        }
        return new Explanations(ROWS, 3, 2, 2, scores, classWeights, maps);
    }

    /** Removing the part that its prototype knows costs the class its logit, except in image 3. */
    private static Deletions deletions() {
        float[] logits = {0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 1};
        return new Deletions(ROWS, 2, 2, logits);
    }

    private BufferedImage partMap() {
        BufferedImage map = new BufferedImage(8 + 2 * margin, 8, BufferedImage.TYPE_INT_RGB);
        if (margin > 0) {
            map.setRGB(map.getWidth() - 1, 7, 0xFFFF00);
        }
        map.setRGB(margin + 1, 1, 0xFFFF00);
        map.setRGB(margin + 6, 6, 0x0000FF);
        return map;
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
