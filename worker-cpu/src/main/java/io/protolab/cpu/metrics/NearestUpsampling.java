package io.protolab.cpu.metrics;

/**
 * Which cell of a square patch grid a pixel shows: floor(pixel · grid / size) with the ratio rounded to float32, as PyTorch's
 * {@code nearest} mode computes it.
 *
 * @param grid cells per side
 * @param size pixels per side
 */
record NearestUpsampling(int grid, int size) {
    NearestUpsampling {
        if (grid < 1 || size < grid) {
            throw new IllegalArgumentException(
                    "cannot show a grid of %d cells per side on %d pixels: at least one pixel per cell is needed"
                            .formatted(grid, size));
        }
    }

    /** The upsampling of square maps of {@code cellCount} cells. */
    static NearestUpsampling ofCells(int cellCount, int size) {
        int grid = (int) Math.round(Math.sqrt(cellCount));
        if (grid * grid != cellCount) {
            throw new IllegalArgumentException("a map of %d cells is not a square grid".formatted(cellCount));
        }
        return new NearestUpsampling(grid, size);
    }

    /** Row-major cell index of a row-major pixel index. */
    int cell(int pixel) {
        return index(pixel / size) * grid + index(pixel % size);
    }

    private int index(int position) {
        float ratio = (float) grid / size;
        return Math.min((int) (position * ratio), grid - 1);
    }

    int pixelCount() {
        return size * size;
    }

    /** The values on all pixels, row-major. */
    double[] upsample(double[] cells) {
        double[] pixels = new double[pixelCount()];
        for (int pixel = 0; pixel < pixels.length; pixel++) {
            pixels[pixel] = cells[cell(pixel)];
        }
        return pixels;
    }
}
