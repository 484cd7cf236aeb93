package io.protolab.gpu.image;

/** What happens to a decoded image before its values become a backbone's input. */
@FunctionalInterface
public interface ImageChange {
    /**
     * The changed image.
     *
     * @param path by which the dataset knows it
     * @param size side of the square that the backbone wants
     */
    RgbImage apply(RgbImage image, String path, int size);
}
