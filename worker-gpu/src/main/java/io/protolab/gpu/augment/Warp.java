package io.protolab.gpu.augment;

import io.protolab.gpu.image.RgbImage;

/**
 * Geometric operators: each output pixel is sampled bilinearly, with black beyond the border, where an affine map sends it. The grid has
 * its origin in the image's centre and is computed in 32-bit floats, as the tensor kernels do.
 *
 * @param xx share of the output's x in the input's x
 * @param xy share of the output's y in the input's x
 * @param x0 shift in x
 * @param yx share of the output's x in the input's y
 * @param yy share of the output's y in the input's y
 * @param y0 shift in y
 */
record Warp(float xx, float xy, float x0, float yx, float yy, float y0) {
    /** Moves rows to the left, the more the lower they are; the upper left corner stays. */
    static RgbImage shearX(RgbImage image, double slope) {
        return new Warp(1, (float) slope, (float) (slope * 0.5 * image.height()), 0, 1, 0).apply(image);
    }

    /** Moves columns up, the more the further right they are; the upper left corner stays. */
    static RgbImage shearY(RgbImage image, double slope) {
        return new Warp(1, 0, 0, (float) slope, 1, (float) (slope * 0.5 * image.width())).apply(image);
    }

    /** Moves the picture right and down by whole pixels: samples fall on pixels, and nothing needs to be mixed. */
    static RgbImage translate(RgbImage image, int x, int y) {
        int width = image.width();
        int height = image.height();
        byte[] moved = new byte[3 * width * height];
        int columns = Math.max(0, width - Math.abs(x));
        for (int row = Math.max(0, y); row < height + Math.min(0, y); row++) {
            int from = (row - y) * width + Math.max(0, -x);
            System.arraycopy(image.rgb(), 3 * from, moved, 3 * (row * width + Math.max(0, x)), 3 * columns);
        }
        return new RgbImage(width, height, moved);
    }

    /** Turns the picture counter-clockwise about its centre. */
    static RgbImage rotate(RgbImage image, double degrees) {
        double angle = StrictMath.toRadians(-degrees);
        float cosine = (float) StrictMath.cos(angle);
        float sine = (float) StrictMath.sin(angle);
        return new Warp(cosine, sine, 0, -sine, cosine, 0).apply(image);
    }

    private RgbImage apply(RgbImage image) {
        int width = image.width();
        int height = image.height();
        float halfWidth = 0.5f * width;
        float halfHeight = 0.5f * height;
        Warp grid = new Warp(
                xx / halfWidth, xy / halfWidth, x0 / halfWidth, yx / halfHeight, yy / halfHeight, y0 / halfHeight);
        Sampler sampler = new Sampler(image);
        for (int row = 0; row < height; row++) {
            float y = row + 0.5f - halfHeight;
            for (int column = 0; column < width; column++) {
                float x = column + 0.5f - halfWidth;
                // fused where the kernels fuse: a shear lands on halves, and the last bit decides which way they round
                float gridX = Math.fma(y, grid.xy, x * grid.xx) + grid.x0; // −1 … 1 within the image
                float gridY = Math.fma(y, grid.yy, x * grid.yx) + grid.y0;
                sampler.sample(
                        Math.fma(gridX + 1, halfWidth, -0.5f),
                        Math.fma(gridY + 1, halfHeight, -0.5f),
                        row * width + column);
            }
        }
        return sampler.result();
    }
}
