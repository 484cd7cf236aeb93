package io.protolab.platform.workflow;

import io.protolab.platform.dataset.InputRegion;
import io.protolab.platform.dataset.InputWindow;
import io.protolab.platform.dataset.ManifestImage;
import org.jspecify.annotations.Nullable;

/**
 * Patch tokens of a dataset under a frozen backbone, as fp16 shards on a volume that all GPU workers see.
 *
 * @param key content address: weights, architecture, preprocessing, random view, manifest, dtype, format
 * @param dataset name in the sweep
 * @param backbone name in the sweep
 * @param images rows, interventions and noisy copies included
 * @param tokens N
 * @param dim D
 * @param bytes on disk
 * @param weightsSha256 of the backbone
 * @param region of each image that the backbone saw; absent in what was written before there was a choice
 */
public record FeatureSet(
        String key,
        String dataset,
        String backbone,
        int images,
        int tokens,
        int dim,
        long bytes,
        String weightsSha256,
        @Nullable InputRegion region) {
    /**
     * What the backbone saw of an image.
     *
     * @param side of its input in pixels
     */
    public InputWindow window(ManifestImage image, int side) {
        return (region == null ? InputRegion.WHOLE : region).window(image.width(), image.height(), side);
    }
}
