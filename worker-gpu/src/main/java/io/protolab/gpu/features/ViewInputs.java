package io.protolab.gpu.features;

import io.protolab.gpu.augment.AugmentedView;
import io.protolab.gpu.image.ManifestImages;
import java.io.IOException;

/**
 * The training images in one random view.
 *
 * @param rows of the training images in the manifest, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // a table for one loop, never compared
record ViewInputs(ManifestImages images, int[] rows, AugmentedView view) implements InputImages {
    @Override
    public int count() {
        return rows.length;
    }

    @Override
    public float[] input(int row) throws IOException {
        return images.changed(rows[row], view);
    }
}
