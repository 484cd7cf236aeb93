package io.protolab.gpu.features;

import io.protolab.gpu.image.InputNoise;
import io.protolab.gpu.image.ManifestImages;
import io.protolab.gpu.model.VisionTransformer;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.gpu.tensor.Tensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Image files to patch tokens, in batches of fixed size, so that the same files give the same bits. Files are decoded on all processors
 * while the engine waits, and not the other way round: one of both is always fast.
 */
final class FeatureExtractor {
    private static final int BATCH = 64;

    private final VisionTransformer backbone;
    private final ManifestImages images;
    private final FeatureRows rows;
    private final @Nullable InputNoise noise;
    private final int imageSize;

    FeatureExtractor(
            VisionTransformer backbone,
            ManifestImages images,
            FeatureRows rows,
            @Nullable InputNoise noise,
            int imageSize) {
        this.backbone = backbone;
        this.images = images;
        this.rows = rows;
        this.noise = noise;
        this.imageSize = imageSize;
    }

    /** All rows in order. */
    void extract(FeatureWriter writer, Progress progress) throws IOException {
        for (int from = 0; from < rows.count(); from += BATCH) {
            int to = Math.min(from + BATCH, rows.count());
            float[] pixels = pixels(from, to);
            try (TensorScope scope = TensorScope.open()) {
                Tensor batch = Tensors.of(pixels, to - from, 3, imageSize, imageSize);
                writer.append(backbone.patchTokens(batch).toFloats());
            }
            progress.reached(to, rows.count());
        }
    }

    private float[] pixels(int from, int to) throws IOException {
        int perImage = 3 * imageSize * imageSize;
        float[] joined = new float[(to - from) * perImage];
        try {
            IntStream.range(from, to)
                    .parallel()
                    .forEach(index -> System.arraycopy(input(index), 0, joined, (index - from) * perImage, perImage));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return joined;
    }

    private float[] input(int index) {
        FeatureRows.Row row = rows.row(index);
        try {
            if (row.deletedPart() != null) {
                return images.deletion(row.image(), row.deletedPart());
            }
            return noise != null && row.noisy() ? images.noisy(row.image(), noise) : images.image(row.image());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
