package io.protolab.cpu.report;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * What the gallery shows of one prototype.
 *
 * @param usage share of test images in which it matters, in [0, 1]
 * @param served the classes with the largest weights, largest first
 * @param patches where it fires most strongly, best first
 */
public record GalleryPrototype(int index, double usage, List<ServedClass> served, List<Patch> patches) {
    public GalleryPrototype {
        served = List.copyOf(served);
        patches = List.copyOf(patches);
    }

    /** A class and the weight of the prototype for it. */
    public record ServedClass(String name, double weight) {}

    /**
     * A rectangle of an image, in pixels of the image.
     *
     * @param score of the prototype in the image
     */
    public record Patch(BufferedImage image, int x, int y, int width, int height, double score) {
        /** The patch alone; at least one pixel, even if the rectangle leaves the image. */
        BufferedImage crop() {
            int left = Math.max(0, Math.min(x, image.getWidth() - 1));
            int top = Math.max(0, Math.min(y, image.getHeight() - 1));
            return image.getSubimage(
                    left,
                    top,
                    Math.max(1, Math.min(width, image.getWidth() - left)),
                    Math.max(1, Math.min(height, image.getHeight() - top)));
        }
    }
}
