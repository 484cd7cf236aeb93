package io.protolab.gpu.features;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.gpu.augment.AugmentedView;
import io.protolab.gpu.image.InputNoise;
import io.protolab.gpu.image.Preprocessing;
import io.protolab.platform.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the values of a feature set depend on, but for the last bits: what computed it is said by its index.
 *
 * @param weightsSha256 of the backbone
 * @param architecture the transformer, or what is known of a program
 * @param layer whose output is kept
 * @param manifestSha256 of the dataset
 * @param noise of the noisy copies; absent where the dataset has no part maps and thus no noisy copies
 * @param view of the training images, which are then the only rows; absent for the images as they are
 */
public record FeatureKey(
        int format,
        String weightsSha256,
        JsonNode architecture,
        String layer,
        Preprocessing preprocessing,
        String manifestSha256,
        @Nullable InputNoise noise,

        @JsonInclude(JsonInclude.Include.NON_NULL) // what has no view is the same set as before there were any
        @Nullable
        AugmentedView view,

        String dtype) {
    /** Patch tokens after the final layer normalisation. */
    static final String LAST_NORM = "norm";

    /**
     * The key of a set in today's format.
     *
     * @param architecture a value of which JSON can be made
     */
    public static FeatureKey of(
            String weightsSha256,
            Object architecture,
            Preprocessing preprocessing,
            String manifestSha256,
            @Nullable InputNoise noise) {
        return new FeatureKey(
                FeatureShard.VERSION,
                weightsSha256,
                Json.mapper().valueToTree(architecture),
                LAST_NORM,
                preprocessing,
                manifestSha256,
                noise,
                null,
                FeatureShard.DTYPE);
    }

    /** The key of what another layer puts out. */
    FeatureKey ofLayer(String other) {
        return new FeatureKey(
                format, weightsSha256, architecture, other, preprocessing, manifestSha256, noise, view, dtype);
    }

    /** The key of the training images in a view. */
    FeatureKey ofView(AugmentedView augmented) {
        return new FeatureKey(
                format, weightsSha256, architecture, layer, preprocessing, manifestSha256, null, augmented, dtype);
    }

    /** The content address: 64 hex digits. */
    public String sha256() {
        return Json.fingerprint(this);
    }
}
