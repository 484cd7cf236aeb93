package io.protolab.gpu.features;

import io.protolab.gpu.image.Preprocessing;
import io.protolab.gpu.model.VitShape;

/** Of a feature set whose values do not matter. */
final class SampleKey {
    static final FeatureKey KEY = FeatureKey.of(
            "0".repeat(64),
            VitShape.plain(16, 1, 2, 4, 8, 32, 0, 1e-6),
            new Preprocessing(8, Preprocessing.IMAGENET_MEAN, Preprocessing.IMAGENET_STD),
            "1".repeat(64),
            null);

    private SampleKey() {}
}
