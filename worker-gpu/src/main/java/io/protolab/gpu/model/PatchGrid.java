package io.protolab.gpu.model;

/**
 * How the patches of an image lie: patch i is in row i / columns and column i mod columns.
 *
 * @param rows from top to bottom
 * @param columns from left to right
 */
public record PatchGrid(int rows, int columns) {
    public PatchGrid {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException("A grid of " + rows + " by " + columns + " patches is empty");
        }
    }

    /** N. */
    public int patchCount() {
        return rows * columns;
    }

    /** The grid of a square image with that many patches. */
    public static PatchGrid square(int patchCount) {
        int side = (int) Math.round(Math.sqrt(patchCount));
        if (side * side != patchCount) {
            throw new IllegalArgumentException(patchCount + " patches do not form a square grid");
        }
        return new PatchGrid(side, side);
    }
}
