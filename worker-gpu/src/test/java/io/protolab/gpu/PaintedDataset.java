package io.protolab.gpu;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.Sha256;
import io.protolab.platform.dataset.DatasetManifest;
import io.protolab.platform.dataset.ManifestImage;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.dataset.Split;
import io.protolab.platform.experiment.AugmentationSpec;
import io.protolab.platform.experiment.BackboneSpec;
import io.protolab.platform.experiment.DatasetKind;
import io.protolab.platform.experiment.DatasetSpec;
import io.protolab.platform.experiment.EvaluationSpec;
import io.protolab.platform.experiment.FeatureNorm;
import io.protolab.platform.experiment.FramingSpec;
import io.protolab.platform.experiment.LossSpec;
import io.protolab.platform.experiment.PrototypeHeadSpec;
import io.protolab.platform.experiment.ReferenceSwitches;
import io.protolab.platform.experiment.SplitSpec;
import io.protolab.platform.experiment.TrainableSpec;
import io.protolab.platform.experiment.TrainingSpec;
import io.protolab.platform.experiment.TrialSpec;
import io.protolab.platform.experiment.VitSpec;
import io.protolab.platform.json.Json;
import io.protolab.platform.workflow.FeatureRequest;
import io.protolab.platform.workflow.FeatureSet;
import io.protolab.platform.workflow.TrialInput;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * Pictures of 8 by 8 pixels in two classes, red and green, with two "parts" that can be removed: 8 for training, 4 for testing. The last
 * test image lacks a picture without its wing.
 */
public final class PaintedDataset {
    public static final VitSpec SHAPE = new VitSpec(16, 1, 2, 4, 8, 2.0, 0, 1e-6);
    public static final int IMAGES = 12;
    private static final List<String> PARTS = List.of("beak", "wing");

    private PaintedDataset() {}

    /** Paints the files below a directory and stores the manifest. */
    public static PreparedDataset prepare(Path root, ArtifactStore artifacts) throws IOException {
        List<ManifestImage> images = new ArrayList<>();
        for (int row = 0; row < IMAGES; row++) {
            Split split = row < 8 ? Split.TRAIN : Split.TEST;
            String path = paint(root, row + ".png", row, row % 2);
            Map<String, String> deletions = Map.of();
            if (split == Split.TEST) {
                String beakless = paint(root, row + "-beak.png", row + 100, row % 2);
                deletions = row == IMAGES - 1
                        ? Map.of("beak", beakless)
                        : Map.of("beak", beakless, "wing", paint(root, row + "-wing.png", row + 200, row % 2));
            }
            byte[] content = Files.readAllBytes(root.resolve(path));
            images.add(new ManifestImage(
                    path,
                    Sha256.of(content),
                    content.length,
                    8,
                    8,
                    row % 2,
                    split,
                    split == Split.TEST ? "map.png" : null,
                    deletions));
        }
        DatasetManifest manifest = new DatasetManifest(
                DatasetManifest.VERSION, "painted", "", List.of("red", "green"), PARTS, images, List.of());
        Artifact artifact =
                artifacts.put("dataset/manifest.json", Json.mapper().writeValueAsBytes(manifest), Artifact.JSON);
        return new PreparedDataset("painted", artifact, root.toString(), 2, 8, 0, 4, 0);
    }

    private static String paint(Path root, String name, int seed, int channel) throws IOException {
        Files.createDirectories(root);
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64; i++) {
            int noise = (seed * 31 + i * 17) % 90;
            image.setRGB(i % 8, i / 8, (200 << (channel == 0 ? 16 : 8)) | noise);
        }
        ImageIO.write(image, "png", root.resolve(name).toFile());
        return name;
    }

    /** A backbone of two by two patches with drawn weights. */
    public static BackboneSpec backbone(long seed) {
        return backbone(BackboneSpec.RANDOM, seed);
    }

    public static BackboneSpec backboneFile(Path weights) {
        return backbone(weights.toString(), 0);
    }

    private static BackboneSpec backbone(String weights, long seed) {
        return new BackboneSpec(
                "tiny",
                weights,
                seed,
                SHAPE,
                List.of(0.5, 0.5, 0.5),
                List.of(0.25, 0.25, 0.25),
                FeatureNorm.NONE,
                TrainableSpec.NONE,
                false,
                null);
    }

    /** The same of images that are framed in another way. */
    public static BackboneSpec framed(FramingSpec framing) {
        BackboneSpec stretched = backbone(1);
        return new BackboneSpec(
                stretched.name(),
                stretched.weights(),
                stretched.seed(),
                stretched.shape(),
                stretched.mean(),
                stretched.std(),
                stretched.featureNorm(),
                stretched.trainable(),
                false,
                framing);
    }

    /** The same, of which a part learns with the head. */
    public static BackboneSpec learning(TrainableSpec trainable) {
        BackboneSpec frozen = backbone(1);
        return new BackboneSpec(
                frozen.name(),
                frozen.weights(),
                frozen.seed(),
                frozen.shape(),
                frozen.mean(),
                frozen.std(),
                frozen.featureNorm(),
                trainable,
                false,
                null);
    }

    public static EvaluationSpec evaluation() {
        return new EvaluationSpec(0.2, 0.8, 0.2, 0.25, 0, 3, 2);
    }

    public static FeatureRequest request(PreparedDataset dataset) {
        return request(dataset, backbone(1));
    }

    public static FeatureRequest request(PreparedDataset dataset, BackboneSpec backbone) {
        return FeatureRequest.of(dataset, DatasetKind.IMAGEFOLDER, backbone, evaluation(), ReferenceSwitches.STRICT);
    }

    /**
     * A trial on this dataset whose learning rate does not depend on the number of epochs.
     *
     * @param features as {@link #request} gives them
     */
    public static TrialInput trial(PreparedDataset dataset, FeatureSet features, int epochs) {
        return new TrialInput("painted-1/0", trialSpec(epochs), dataset, features);
    }

    /** The spec of {@link #trial}. */
    public static TrialSpec trialSpec(int epochs) {
        return trialSpec(epochs, AugmentationSpec.NONE);
    }

    /** Two or more random views, cached or live. */
    public static AugmentationSpec augmentation(AugmentationSpec.Mode mode, int views) {
        return new AugmentationSpec(AugmentationSpec.Kind.PAPER, mode, views, 7, 0.6, 1, 0.7, 1.1, 8);
    }

    public static TrialSpec trialSpec(int epochs, AugmentationSpec augmentation) {
        return new TrialSpec(
                Map.of(),
                new DatasetSpec("painted", DatasetKind.IMAGEFOLDER, "/unused", new SplitSpec(0.2, 0, 0), null),
                backbone(1),
                new PrototypeHeadSpec(
                        5, 8, 0.1, 0.1, PrototypeHeadSpec.Aggregation.HEAD, PrototypeHeadSpec.Kernels.BOTH, 5, 1e-6, 0),
                new LossSpec(
                        1,
                        new LossSpec.ClassWeightsSpec(LossSpec.ClassWeightsSpec.Weighting.NONE, List.of()),
                        1,
                        new LossSpec.SparsitySpec(
                                LossSpec.SparsitySpec.Kind.HOYER_SQUARE,
                                0.01,
                                0,
                                0.01,
                                LossSpec.SparsitySpec.Target.IMPORTANCE,
                                false),
                        0),
                new TrainingSpec(epochs, 4, 0, 0.01, 0.01, 1, 0.01, 0.9, 0.999, 1e-8, 1000, 10, -50, augmentation),
                evaluation(),
                withFixedHorizon(),
                5);
    }

    /** The same trial on another backbone. */
    public static TrialSpec on(BackboneSpec backbone, TrialSpec spec) {
        return new TrialSpec(
                spec.assignment(),
                spec.dataset(),
                backbone,
                spec.head(),
                spec.loss(),
                spec.training(),
                spec.evaluation(),
                spec.switches(),
                spec.seed());
    }

    /** What {@link #trial} needs. */
    public static FeatureRequest request(PreparedDataset dataset, TrialSpec spec) {
        return FeatureRequest.of(dataset, spec.dataset().kind(), spec.backbone(), spec.evaluation(), spec.switches());
    }

    private static ReferenceSwitches withFixedHorizon() {
        ObjectNode switches = Json.mapper().valueToTree(ReferenceSwitches.STRICT);
        return Json.mapper().convertValue(switches.put("lrHorizon", "300"), ReferenceSwitches.class);
    }
}
