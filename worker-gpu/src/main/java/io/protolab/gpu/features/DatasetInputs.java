package io.protolab.gpu.features;

import io.protolab.gpu.image.InputNoise;
import io.protolab.gpu.image.ManifestImages;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The images of a dataset as they are, their interventions and noisy copies.
 *
 * @param noise of the noisy copies; absent where there are none
 */
record DatasetInputs(
        ManifestImages images, FeatureRows rows, @Nullable InputNoise noise) implements InputImages {
    @Override
    public int count() {
        return rows.count();
    }

    @Override
    public float[] input(int index) throws IOException {
        FeatureRows.Row row = rows.row(index);
        if (row.deletedPart() != null) {
            return images.deletion(row.image(), row.deletedPart());
        }
        return noise != null && row.noisy() ? images.noisy(row.image(), noise) : images.image(row.image());
    }
}
