package io.protolab.cpu.report;

/**
 * A similarity map between its cells: bilinear with half-pixel centres and a replicated border, as PyTorch's
 * {@code interpolate(mode="bilinear", align_corners=False)}.
 *
 * @param cells row-major on a square grid
 * @param grid cells per side
 */
record BilinearMap(float[] cells, int grid) {
    BilinearMap {
        if (grid < 1 || cells.length != grid * grid) {
            throw new IllegalArgumentException("a map of %d cells on a grid of %d".formatted(cells.length, grid));
        }
        cells = cells.clone();
    }

    /** The value at the centre of a pixel of a {@code width} × {@code height} picture of the whole map. */
    double at(int column, int row, int width, int height) {
        double x = source(column, width);
        double y = source(row, height);
        int left = (int) x;
        int top = (int) y;
        int right = Math.min(left + 1, grid - 1);
        int bottom = Math.min(top + 1, grid - 1);
        double upper = cell(left, top) * (1 - (x - left)) + cell(right, top) * (x - left);
        double lower = cell(left, bottom) * (1 - (x - left)) + cell(right, bottom) * (x - left);
        return upper * (1 - (y - top)) + lower * (y - top);
    }

    float largest() {
        float largest = cells[0];
        for (float cell : cells) {
            largest = Math.max(largest, cell);
        }
        return largest;
    }

    private double source(int pixel, int size) {
        return Math.max(0, (pixel + 0.5) * grid / size - 0.5);
    }

    private double cell(int column, int row) {
        return cells[row * grid + column];
    }
}
