package io.protolab.platform.evaluation;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Explanations of the test split: the importance of prototype p for class c in image i is
 * {@code scores[i, p] · classWeights[c, p]}.
 *
 * @param rows manifest rows, [n]
 * @param prototypes P
 * @param classes C
 * @param grid patches per side; a map has grid² cells in row-major order
 * @param scores prototype scores h, [n, P]
 * @param classWeights W, [C, P]
 * @param similarityMaps S after the softmax over prototypes and the mask, [n, P, grid²]
 */
public record Explanations(
        int[] rows,
        int prototypes,
        int classes,
        int grid,
        float[] scores,
        float[] classWeights,
        float[] similarityMaps) {
    public Explanations {
        if (scores.length != rows.length * prototypes
                || classWeights.length != classes * prototypes
                || similarityMaps.length != scores.length * grid * grid) {
            throw new IllegalArgumentException("explanations of " + rows.length + " images, " + prototypes
                    + " prototypes, " + classes + " classes, grid " + grid + " do not fit their arrays");
        }
    }

    /** Number n of images. */
    public int images() {
        return rows.length;
    }

    /** Importance of one prototype for one class in one image, in float32 like the model's own sum. */
    public float importance(int image, int prototype, int label) {
        return scores[image * prototypes + prototype] * classWeights[label * prototypes + prototype];
    }

    /** @throws IOException if the file cannot be written */
    public void write(Path file) throws IOException {
        new SafetensorsFile.Writer()
                .ints("rows", rows, rows.length)
                .floats("scores", scores, rows.length, prototypes)
                .floats("class_weights", classWeights, classes, prototypes)
                .floats("similarity_maps", similarityMaps, rows.length, prototypes, grid, grid)
                .write(file);
    }

    /** @throws IOException if the file is not an explanations file */
    public static Explanations read(Path path) throws IOException {
        SafetensorsFile file = SafetensorsFile.open(path);
        int[] weights = file.shape("class_weights");
        return new Explanations(
                file.ints("rows"),
                weights[1],
                weights[0],
                file.shape("similarity_maps")[2],
                file.floats("scores"),
                file.floats("class_weights"),
                file.floats("similarity_maps"));
    }
}
