package io.protolab.gpu.features;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.gpu.image.InputNoise;
import io.protolab.gpu.image.Preprocessing;
import io.protolab.gpu.model.VitShape;
import io.protolab.platform.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the values of a feature set depend on.
 *
 * @param weightsSha256 of the backbone
 * @param architecture the transformer, for people
 * @param layer whose output is kept
 * @param manifestSha256 of the dataset
 * @param noise of the noisy copies; absent where the dataset has no part maps and thus no noisy copies
 */
public record FeatureKey(
        int format,
        String weightsSha256,
        JsonNode architecture,
        String layer,
        Preprocessing preprocessing,
        String manifestSha256,
        @Nullable InputNoise noise,
        String dtype) {
    /** Patch tokens after the final layer normalisation. */
    static final String LAST_NORM = "norm";

    /** The key of a set in today's format. */
    public static FeatureKey of(
            String weightsSha256,
            VitShape shape,
            Preprocessing preprocessing,
            String manifestSha256,
            @Nullable InputNoise noise) {
        return new FeatureKey(
                FeatureShard.VERSION,
                weightsSha256,
                Json.mapper().valueToTree(shape),
                LAST_NORM,
                preprocessing,
                manifestSha256,
                noise,
                FeatureShard.DTYPE);
    }

    /** The content address: 64 hex digits. */
    public String sha256() {
        return Json.fingerprint(this);
    }
}
