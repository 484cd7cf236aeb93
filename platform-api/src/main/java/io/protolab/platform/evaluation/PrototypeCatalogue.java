package io.protolab.platform.evaluation;

import java.util.List;

/** The prototypes of one trained head. */
public record PrototypeCatalogue(List<Prototype> prototypes) {
    public PrototypeCatalogue {
        prototypes = List.copyOf(prototypes);
    }

    /**
     * One prototype.
     *
     * @param active whether it is not pruned
     * @param classWeights one per class, non-negative
     * @param usage share of test images in which its importance for the predicted class is at least 0.1
     * @param topPatches training images with the highest scores, best first
     */
    public record Prototype(
            int index, boolean active, List<Float> classWeights, double usage, List<TopPatch> topPatches) {
        public Prototype {
            classWeights = List.copyOf(classWeights);
            topPatches = List.copyOf(topPatches);
        }
    }

    /**
     * Where a prototype fires.
     *
     * @param row of the image in the manifest
     * @param x left edge in pixels of the original image, likewise the other edges
     * @param score prototype score of the image
     */
    public record TopPatch(int row, int x, int y, int width, int height, float score) {}
}
