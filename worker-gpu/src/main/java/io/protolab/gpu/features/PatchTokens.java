package io.protolab.gpu.features;

import io.protolab.gpu.model.TransformerCut;
import io.protolab.gpu.model.VisionTransformer;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.gpu.tensor.TorchEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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
    private final @Nullable TransformerCut cut;
    private final int imageSize;

    /** @param imageSize side of every input in pixels */
    PatchTokens(VisionTransformer backbone, int imageSize) {
        this(backbone, null, imageSize);
    }

    /**
     * Computes what passes a cut.
     *
     * @param cut null for the patch tokens of the whole backbone
     * @param imageSize side of every input in pixels
     */
    PatchTokens(VisionTransformer backbone, @Nullable TransformerCut cut, int imageSize) {
        this.backbone = backbone;
        this.cut = cut;
        this.imageSize = imageSize;
    }

    /** The tokens of inputs 0 … count − 1. */
    void compute(int count, PixelRows.Inputs inputs, TokenSink sink, Progress progress) throws IOException {
        int size = batchSize();
        for (int from = 0; from < count; from += size) {
            int to = Math.min(from + size, count);
            try (TensorScope scope = TensorScope.open()) {
                Tensor batch =
                        PixelRows.gather(inputs, IntStream.range(from, to).toArray(), imageSize);
                sink.append(tokens(batch).toFloats());
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
        int side = imageSize / backbone.shape().patch();
        int values = side * side * backbone.shape().dim();
        return Math.max(FEWEST_IMAGES, Math.min(FASTEST_VALUES / values, MOST_IMAGES));
    }

    private Tensor tokens(Tensor pixels) {
        return cut == null ? backbone.patchTokens(pixels) : backbone.tokensEntering(cut.block(), pixels);
    }
}
