package io.protolab.gpu.augment;

import io.protolab.gpu.image.RgbImage;

/** Bilinear samples of an image, rounded to 8 bits; beyond its border everything is black. */
final class Sampler {
    private final int width;
    private final int height;
    private final byte[] rgb;
    private final byte[] sampled;

    Sampler(RgbImage image) {
        this.width = image.width();
        this.height = image.height();
        this.rgb = image.rgb();
        this.sampled = new byte[rgb.length];
    }

    /** Samples at a position, in pixels from the centre of the first one, for one pixel of the result. */
    void sample(float x, float y, int pixel) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        if (left < -1 || left >= width || top < -1 || top >= height) {
            return; // black
        }
        float right = x - left;
        float bottom = y - top;
        float northWest = (1 - bottom) * (1 - right);
        float northEast = (1 - bottom) * right;
        float southWest = bottom * (1 - right);
        float southEast = bottom * right;
        boolean inside = left >= 0 && left < width - 1 && top >= 0 && top < height - 1;
        for (int channel = 0; channel < 3; channel++) {
            int at = 3 * (top * width + left) + channel;
            int below = at + 3 * width;
            float nw = inside ? rgb[at] & 0xFF : value(left, top, channel);
            float ne = inside ? rgb[at + 3] & 0xFF : value(left + 1, top, channel);
            float sw = inside ? rgb[below] & 0xFF : value(left, top + 1, channel);
            float se = inside ? rgb[below + 3] & 0xFF : value(left + 1, top + 1, channel);
            float sum = nw * northWest;
            sum = Math.fma(ne, northEast, sum);
            sum = Math.fma(sw, southWest, sum);
            sum = Math.fma(se, southEast, sum);
            sampled[3 * pixel + channel] = (byte) (int) Math.rint(sum);
        }
    }

    private int value(int x, int y, int channel) {
        boolean outside = x < 0 || x >= width || y < 0 || y >= height;
        return outside ? 0 : rgb[3 * (y * width + x) + channel] & 0xFF;
    }

    RgbImage result() {
        return new RgbImage(width, height, sampled);
    }
}
