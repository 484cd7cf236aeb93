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

    /** A rectangle that lies inside the image. */
    public RgbImage crop(int x, int y, int cropWidth, int cropHeight) {
        if (cropWidth == width && cropHeight == height) {
            return this;
        }
        byte[] cropped = new byte[3 * cropWidth * cropHeight];
        for (int row = 0; row < cropHeight; row++) {
            System.arraycopy(rgb, 3 * ((y + row) * width + x), cropped, 3 * row * cropWidth, 3 * cropWidth);
        }
        return new RgbImage(cropWidth, cropHeight, cropped);
    }

    /** The image in another size, as Pillow's antialiased bilinear filter makes it. */
    public RgbImage resize(int newWidth, int newHeight) {
        return resize(newWidth, newHeight, ResizeFilter.BILINEAR);
    }

    /** The image in another size, as one of Pillow's antialiased filters makes it. */
    public RgbImage resize(int newWidth, int newHeight, ResizeFilter filter) {
        return AntialiasedResize.resize(this, newWidth, newHeight, filter);
    }
}
