package io.protolab.gpu.features;

import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.Tensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;

/**
 * Inputs of a backbone, made as they are asked for, on all processors.
 *
 * @param imageSize side of an input in pixels
 */
record PixelRows(Inputs inputs, int imageSize) implements TokenRows {
    /** Makes inputs; used by several threads at once. */
    @FunctionalInterface
    interface Inputs {
        /** An input of 3 · imageSize² values. */
        float[] at(int row) throws IOException;
    }

    /**
     * Brings inputs together.
     *
     * @return [B, 3, size, size]
     * @throws UncheckedIOException if a file is missing, unreadable or changed
     */
    @Override
    public Tensor gather(int[] rows) {
        return gather(inputs, rows, imageSize);
    }

    static Tensor gather(Inputs inputs, int[] rows, int imageSize) {
        int perImage = 3 * imageSize * imageSize;
        float[] joined = new float[Math.multiplyExact(rows.length, perImage)];
        IntStream.range(0, rows.length)
                .parallel()
                .forEach(i -> System.arraycopy(at(inputs, rows[i]), 0, joined, i * perImage, perImage));
        return Tensors.of(joined, rows.length, 3, imageSize, imageSize);
    }

    private static float[] at(Inputs inputs, int row) {
        try {
            return inputs.at(row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
