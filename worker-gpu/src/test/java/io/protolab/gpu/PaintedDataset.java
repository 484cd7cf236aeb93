package io.protolab.gpu;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.dataset.DatasetManifest;
import io.protolab.platform.dataset.ManifestImage;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.dataset.Split;
import io.protolab.platform.experiment.BackboneSpec;
import io.protolab.platform.experiment.EvaluationSpec;
import io.protolab.platform.experiment.FeatureNorm;
import io.protolab.platform.experiment.ReferenceSwitches;
import io.protolab.platform.experiment.VitSpec;
import io.protolab.platform.workflow.FeatureRequest;
import io.protolab.platform.workflow.Payloads;
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
    public static final VitSpec SHAPE = new VitSpec(16, 1, 2, 4, 8, 2, 0, 1e-6);
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
                    FolderArtifactStore.sha256(content),
                    content.length,
                    8,
                    8,
                    row % 2,
                    split,
                    split == Split.TEST ? "map.png" : null,
                    deletions));
        }
        DatasetManifest manifest = new DatasetManifest(
                DatasetManifest.VERSION, "painted", root.toString(), List.of("red", "green"), PARTS, images, List.of());
        Artifact artifact =
                artifacts.put("dataset/manifest.json", Payloads.json().writeValueAsBytes(manifest), Artifact.JSON);
        return new PreparedDataset("painted", artifact, 2, 8, 0, 4, 0);
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
                "tiny", weights, seed, SHAPE, List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25), FeatureNorm.NONE);
    }

    public static EvaluationSpec evaluation() {
        return new EvaluationSpec(0.2, 0.8, 0.2, 0.25, 0, 3, 2);
    }

    public static FeatureRequest request(PreparedDataset dataset) {
        return new FeatureRequest(dataset, backbone(1), evaluation(), ReferenceSwitches.STRICT);
    }
}
