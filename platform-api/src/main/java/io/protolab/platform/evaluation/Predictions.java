package io.protolab.platform.evaluation;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Logits of the test split.
 *
 * @param rows manifest rows, [n]
 * @param labels true classes, [n]
 * @param logits row-major [n, classes]
 */
public record Predictions(int[] rows, int[] labels, int classes, float[] logits) {
    public Predictions {
        if (labels.length != rows.length || logits.length != rows.length * classes) {
            throw new IllegalArgumentException(rows.length + " rows, " + labels.length + " labels, " + logits.length
                    + " logits of " + classes + " classes");
        }
    }

    /** Number n of images. */
    public int images() {
        return rows.length;
    }

    /** @throws IOException if the file cannot be written */
    public void write(Path file) throws IOException {
        new SafetensorsFile.Writer()
                .ints("rows", rows, rows.length)
                .ints("labels", labels, labels.length)
                .floats("logits", logits, rows.length, classes)
                .write(file);
    }

    /** @throws IOException if the file is not a predictions file */
    public static Predictions read(Path path) throws IOException {
        SafetensorsFile file = SafetensorsFile.open(path);
        return new Predictions(file.ints("rows"), file.ints("labels"), file.shape("logits")[1], file.floats("logits"));
    }
}
