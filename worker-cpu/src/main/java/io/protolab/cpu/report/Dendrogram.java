package io.protolab.cpu.report;

/**
 * The tree of a clustering beside the rows, or above the columns, that it orders.
 *
 * @param above whether leaves stand side by side under the tree; otherwise one below the other at its right
 * @param foot where the leaves are, down or across
 * @param start where the first leaf begins, across or down
 * @param step from leaf to leaf
 * @param reach of the tallest joint
 */
record Dendrogram(Canvas canvas, boolean above, double foot, double start, double step, double reach) {
    void draw(Cluster cluster) {
        branch(cluster, 0, reach / Math.max(1e-9, cluster.height()));
    }

    /** Draws a cluster whose first leaf is {@code first}; returns where its stem stands. */
    private double branch(Cluster cluster, int first, double unit) {
        Cluster left = cluster.left();
        Cluster right = cluster.right();
        if (left == null || right == null) {
            return start + (first + 0.5) * step;
        }
        double one = branch(left, first, unit);
        double other = branch(right, first + left.members().size(), unit);
        double joint = cluster.height() * unit;
        line(one, left.height() * unit, one, joint);
        line(other, right.height() * unit, other, joint);
        line(one, joint, other, joint);
        return (one + other) / 2;
    }

    private void line(double along1, double height1, double along2, double height2) {
        if (above) {
            canvas.line(along1, foot - height1, along2, foot - height2, Canvas.AXIS, 1.2);
        } else {
            canvas.line(foot - height1, along1, foot - height2, along2, Canvas.AXIS, 1.2);
        }
    }
}
