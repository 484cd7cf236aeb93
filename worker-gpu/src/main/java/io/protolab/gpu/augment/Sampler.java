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
        int at = 3 * (top * width + left);
        int below = at + 3 * width;
        int to = 3 * pixel;
        for (int channel = 0; channel < 3; channel++, at++, below++, to++) {
            float sum;
            if (inside) {
                sum = (rgb[at] & 0xFF) * northWest;
                sum = Math.fma(rgb[at + 3] & 0xFF, northEast, sum);
                sum = Math.fma(rgb[below] & 0xFF, southWest, sum);
                sum = Math.fma(rgb[below + 3] & 0xFF, southEast, sum);
            } else {
                sum = value(left, top, channel) * northWest;
                sum = Math.fma(value(left + 1, top, channel), northEast, sum);
                sum = Math.fma(value(left, top + 1, channel), southWest, sum);
                sum = Math.fma(value(left + 1, top + 1, channel), southEast, sum);
            }
            sampled[to] = (byte) rounded(sum);
        }
    }

    /** To nearest, ties to even: floats from 2^23 on have no fraction, so that adding it rounds. */
    private static int rounded(float value) {
        return (int) (value + 0x1p23f - 0x1p23f);
    }

    private int value(int x, int y, int channel) {
        boolean outside = x < 0 || x >= width || y < 0 || y >= height;
        return outside ? 0 : rgb[3 * (y * width + x) + channel] & 0xFF;
    }

    RgbImage result() {
        return new RgbImage(width, height, sampled);
    }
}
