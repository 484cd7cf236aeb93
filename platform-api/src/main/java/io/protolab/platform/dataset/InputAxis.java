package io.protolab.platform.dataset;

/**
 * One axis of an image on its way into a backbone: the pixels from {@code start} on, {@code length} of them, are resized to
 * {@code resized} pixels, and the input begins at {@code offset} of these. Integers, so that every mapping is exact.
 */
public record InputAxis(int start, int length, int resized, int offset) {
    /** The image's pixel that lies under the middle of an input pixel: nearest neighbour. */
    public int pixelAt(int input) {
        return start + (int) ((2L * (offset + input) + 1) * length / (2L * resized));
    }

    /** Where the image continues the left or upper edge of an input pixel, in whole pixels, rounded down. */
    public int edgeAt(int input) {
        return start + (int) ((long) (offset + input) * length / resized);
    }

    /** Where a point of the image lies in the input, both in pixels from the left or upper edge; not seen if outside of it. */
    public double toInput(double image) {
        return (image - start) * resized / length - offset;
    }
}
