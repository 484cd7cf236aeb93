package io.protolab.gpu.features;

import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.gpu.tensor.TorchEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;
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

    private final UnaryOperator<Tensor> backbone;
    private final int imageSize;
    private final int valuesPerImage;

    /**
     * Runs a backbone or a part of one.
     *
     * @param backbone pixels [B, 3, H, W] to tokens [B, T, D]
     * @param imageSize side of every input in pixels
     * @param valuesPerImage about how many values there are in the tokens of an image
     */
    PatchTokens(UnaryOperator<Tensor> backbone, int imageSize, int valuesPerImage) {
        this.backbone = backbone;
        this.imageSize = imageSize;
        this.valuesPerImage = valuesPerImage;
    }

    /** The tokens of inputs 0 … count − 1, without those that the sink has; may be stopped within a batch, of which nothing is kept. */
    void compute(int count, PixelRows.Inputs inputs, TokenSink sink, Progress progress) throws IOException {
        int size = batchSize();
        for (int from = sink.rowCount(); from < count; from += size) {
            int to = Math.min(from + size, count);
            try (TensorScope scope = TensorScope.open()) {
                Tensor batch =
                        PixelRows.gather(inputs, IntStream.range(from, to).toArray(), imageSize);
                sink.append(backbone.apply(batch).toFloats());
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            progress.reached(to, count);
        }
    }

    private int batchSize() {
        if (!TorchEngine.running().isProcessor()) {
            return MOST_IMAGES;
        }
        return Math.max(FEWEST_IMAGES, Math.min(FASTEST_VALUES / valuesPerImage, MOST_IMAGES));
    }
}
