package io.protolab.gpu.image;

/**
 * An image of 8-bit channels.
 *
 * @param rgb height · width · 3 bytes, row by row: red, green, blue; not to be changed
 */
public record RgbImage(int width, int height, byte[] rgb) {
    public RgbImage {
        if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
            throw new IllegalArgumentException(
                    rgb.length + " bytes are not an RGB image of " + width + " by " + height + " pixels");
        }
    }
}
