package io.protolab.cpu.report;

import java.awt.Color;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which prototype speaks for which class, and how loudly: class weights on a logarithmic colour scale, classes and active
 * prototypes ordered so that similar ones are neighbours.
 */
public final class ClassWeightHeatMap {
    private static final double SMALLEST = 0.01;
    private static final int TREE = 84;
    private static final int SCALE = 150;
    private static final int LABELS_BELOW = 56;

    private final List<String> classes;
    private final int[] prototypes;
    private final double[][] weights;
    private final Cluster rows;
    private final Cluster columns;
    private final double largest;

    private ClassWeightHeatMap(List<String> classes, int[] prototypes, double[][] weights) {
        this.classes = classes;
        this.prototypes = prototypes;
        this.weights = weights;
        rows = Cluster.of(weights)
                .arranged(IntStream.range(0, classes.size()).asDoubleStream().toArray());
        columns = Cluster.of(transposed(weights)).arranged(barycentres());
        double top = IntStream.range(0, classes.size())
                .mapToDouble(c -> IntStream.range(0, prototypes.length)
                        .mapToDouble(p -> weights[c][p])
                        .max()
                        .orElse(0))
                .max()
                .orElse(0);
        largest = Math.max(1, top);
    }

    /**
     * Draws one cell per class and prototype.
     *
     * @param classes names by label
     * @param prototypes indices of the active prototypes, at least one
     * @param weights non-negative, [class][position in {@code prototypes}]
     * @return PNG, 1600 pixels wide or more where the cells need it
     */
    public static byte[] draw(Caption caption, List<String> classes, int[] prototypes, double[][] weights) {
        if (classes.isEmpty() || prototypes.length == 0 || weights.length != classes.size()) {
            throw new IllegalArgumentException("a heat map of %d classes, %d rows of weights and %d active prototypes"
                    .formatted(classes.size(), weights.length, prototypes.length));
        }
        return new ClassWeightHeatMap(classes, prototypes, weights).draw(caption);
    }

    private byte[] draw(Caption caption) {
        Lettering names = Lettering.regular(15);
        double nameWidth =
                Math.min(260, classes.stream().mapToDouble(names::width).max().orElse(0));
        double left = Caption.MARGIN + TREE + nameWidth + 18;
        double cell = Math.max(13, Math.min(44, (1600 - left - SCALE) / prototypes.length));
        double row = Math.max(19, Math.min(34, 700.0 / classes.size()));
        double top = Caption.HEADER + TREE + 8;
        Canvas canvas = new Canvas((int) Math.max(1600, left + cell * prototypes.length + SCALE), (int)
                (top + row * classes.size() + LABELS_BELOW + Caption.FOOTER));
        caption.draw(canvas);
        new Dendrogram(canvas, false, Caption.MARGIN + TREE - 6.0, top, row, TREE - 22).draw(rows);
        new Dendrogram(canvas, true, top - 6, left, cell, TREE - 22).draw(columns);
        for (int r = 0; r < classes.size(); r++) {
            int c = rows.members().get(r);
            double y = top + r * row;
            canvas.text(names.fit(classes.get(c), nameWidth), left - 10, y + row / 2 + 5, names.ending());
            for (int p = 0; p < prototypes.length; p++) {
                Color colour = colour(weights[c][columns.members().get(p)]);
                canvas.rectangle(left + p * cell, y, cell, row, colour);
            }
        }
        rules(canvas, left, top, cell, row);
        ids(canvas, left, top + row * classes.size(), cell);
        scale(canvas, left + cell * prototypes.length + 36, top, Math.min(row * classes.size(), 420));
        return canvas.png();
    }

    private void rules(Canvas canvas, double left, double top, double cell, double row) {
        for (int r = 0; r <= classes.size(); r++) {
            canvas.line(left, top + r * row, left + prototypes.length * cell, top + r * row, Canvas.RULE, 1);
        }
        for (int p = 0; p <= prototypes.length; p++) {
            canvas.line(left + p * cell, top, left + p * cell, top + classes.size() * row, Canvas.RULE, 1);
        }
    }

    private void ids(Canvas canvas, double left, double bottom, double cell) {
        Lettering ids = Lettering.regular(13).ending();
        for (int p = 0; p < prototypes.length; p++) {
            int prototype = prototypes[columns.members().get(p)];
            double x = left + p * cell;
            canvas.rectangle(x + 1, bottom + 3, cell - 2, 6, PrototypeColours.of(prototype));
            canvas.textUpwards(Integer.toString(prototype), x + cell / 2 + 5, bottom + 14, ids);
        }
        canvas.text(
                "active prototypes",
                left + cell * prototypes.length / 2,
                bottom + 56,
                Lettering.regular(15).soft().centred());
    }

    private void scale(Canvas canvas, double x, double y, double height) {
        for (int step = 0; step < height; step++) {
            canvas.rectangle(x, y + step, 22, 1.5, ColourScale.AMOUNT.at(1 - step / height));
        }
        canvas.frame(x, y, 22, height, Canvas.AXIS, 1);
        for (Ticks.Tick tick : Ticks.logarithmic(SMALLEST, largest, 6)) {
            double at = y + height * (1 - share(tick.value()));
            canvas.line(x + 22, at, x + 27, at, Canvas.AXIS, 1);
            canvas.text(tick.label(), x + 32, at + 5, Lettering.regular(14).soft());
        }
        canvas.text("class weight", x, y - 12, Lettering.regular(15).soft());
        canvas.text(
                "white: below 0.01", x, y + height + 24, Lettering.regular(13).soft());
    }

    private Color colour(double weight) {
        return weight < SMALLEST ? Canvas.PAPER : ColourScale.AMOUNT.at(share(weight));
    }

    private double share(double weight) {
        return Math.log(weight / SMALLEST) / Math.log(largest / SMALLEST);
    }

    /** Where a prototype's weight lies among the ordered classes. */
    private double[] barycentres() {
        return IntStream.range(0, prototypes.length)
                .mapToDouble(p -> {
                    double mass = 0;
                    double moment = 0;
                    for (int r = 0; r < classes.size(); r++) {
                        double weight = weights[rows.members().get(r)][p];
                        mass += weight;
                        moment += weight * r;
                    }
                    return mass == 0 ? classes.size() : moment / mass;
                })
                .toArray();
    }

    private static double[][] transposed(double[][] matrix) {
        return IntStream.range(0, matrix[0].length)
                .mapToObj(column -> IntStream.range(0, matrix.length)
                        .mapToDouble(row -> matrix[row][column])
                        .toArray())
                .toArray(double[][]::new);
    }
}
