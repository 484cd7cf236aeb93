package io.protolab.platform.evaluation;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Logits of the test images with one part removed at a time.
 *
 * @param rows manifest rows, [n]
 * @param parts number of parts, in the manifest's order
 * @param classes C
 * @param logits [n, parts, C]
 */
public record Deletions(int[] rows, int parts, int classes, float[] logits) {
    public Deletions {
        if (logits.length != rows.length * parts * classes) {
            throw new IllegalArgumentException(rows.length + " rows, " + parts + " parts, " + classes + " classes, but "
                    + logits.length + " logits");
        }
    }

    /** @throws IOException if the file cannot be written */
    public void write(Path file) throws IOException {
        new SafetensorsFile.Writer()
                .ints("rows", rows, rows.length)
                .floats("logits", logits, rows.length, parts, classes)
                .write(file);
    }

    /** @throws IOException if the file is not a deletions file */
    public static Deletions read(Path path) throws IOException {
        SafetensorsFile file = SafetensorsFile.open(path);
        int[] shape = file.shape("logits");
        return new Deletions(file.ints("rows"), shape[1], shape[2], file.floats("logits"));
    }
}
