package io.protolab.gpu.features;

import io.protolab.gpu.image.InputNoise;
import io.protolab.gpu.image.ManifestImages;
import io.protolab.gpu.model.VisionTransformer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of a feature set, from the files of a manifest to patch tokens. */
final class FeatureExtractor {
    private final PatchTokens tokens;
    private final ManifestImages images;
    private final FeatureRows rows;
    private final @Nullable InputNoise noise;

    FeatureExtractor(
            VisionTransformer backbone,
            ManifestImages images,
            FeatureRows rows,
            @Nullable InputNoise noise,
            int imageSize) {
        this.tokens = new PatchTokens(backbone, imageSize);
        this.images = images;
        this.rows = rows;
        this.noise = noise;
    }

    /** All rows in order. */
    void extract(FeatureWriter writer, Progress progress) throws IOException {
        tokens.compute(rows.count(), this::input, writer::append, progress);
    }

    private float[] input(int index) throws IOException {
        FeatureRows.Row row = rows.row(index);
        if (row.deletedPart() != null) {
            return images.deletion(row.image(), row.deletedPart());
        }
        return noise != null && row.noisy() ? images.noisy(row.image(), noise) : images.image(row.image());
    }
}
