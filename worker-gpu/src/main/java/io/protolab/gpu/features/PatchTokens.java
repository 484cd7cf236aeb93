package io.protolab.gpu.features;

import io.protolab.gpu.model.VisionTransformer;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.gpu.tensor.Tensors;
import io.protolab.gpu.tensor.TorchEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;

/**
 * Inputs to patch tokens, in batches of fixed size, so that the same inputs give the same bits. Inputs are made on all processors while
 * the engine waits, and not the other way round: one of both is always fast.
 */
final class PatchTokens {
    private static final int MOST_IMAGES = 64;
    private static final int FEWEST_IMAGES = 8;

    /** Values of a batch's tokens up to which a processor gets no slower per image: about 8 images of a ViT-B. */
    private static final int FASTEST_VALUES = 1 << 21;

    private final VisionTransformer backbone;
    private final int imageSize;

    /** @param imageSize side of every input in pixels */
    PatchTokens(VisionTransformer backbone, int imageSize) {
        this.backbone = backbone;
        this.imageSize = imageSize;
    }

    /** Makes inputs; used by several threads at once. */
    @FunctionalInterface
    interface Inputs {
        /** An input of 3 · imageSize² values. */
        float[] at(int index) throws IOException;
    }

    /** The tokens of inputs 0 … count − 1. */
    void compute(int count, Inputs inputs, TokenSink sink, Progress progress) throws IOException {
        int size = batchSize();
        for (int from = 0; from < count; from += size) {
            int to = Math.min(from + size, count);
            float[] pixels = pixels(inputs, from, to);
            try (TensorScope scope = TensorScope.open()) {
                Tensor batch = Tensors.of(pixels, to - from, 3, imageSize, imageSize);
                sink.append(backbone.patchTokens(batch).toFloats());
            }
            progress.reached(to, count);
        }
    }

    private int batchSize() {
        if (!TorchEngine.running().isProcessor()) {
            return MOST_IMAGES;
        }
        int side = imageSize / backbone.shape().patch();
        int values = side * side * backbone.shape().dim();
        return Math.max(FEWEST_IMAGES, Math.min(FASTEST_VALUES / values, MOST_IMAGES));
    }

    private float[] pixels(Inputs inputs, int from, int to) throws IOException {
        int perImage = 3 * imageSize * imageSize;
        float[] joined = new float[(to - from) * perImage];
        try {
            IntStream.range(from, to)
                    .parallel()
                    .forEach(index ->
                            System.arraycopy(input(inputs, index), 0, joined, (index - from) * perImage, perImage));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return joined;
    }

    private static float[] input(Inputs inputs, int index) {
        try {
            return inputs.at(index);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
