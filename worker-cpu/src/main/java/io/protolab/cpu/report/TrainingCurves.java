package io.protolab.cpu.report;

import io.protolab.platform.experiment.EpochMetrics;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a training went: the loss and its terms, accuracy, active prototypes and learning rate over the epochs. */
public final class TrainingCurves {
    private static final int WIDTH = 1600;
    private static final int PANEL_HEIGHT = 430;
    private static final Color BLUE = new Color(0x0072B2);
    private static final Color ORANGE = new Color(0xD55E00);
    private static final Color GREEN = new Color(0x009E73);
    private static final Color ROSE = new Color(0xCC79A7);
    private static final Color GOLD = new Color(0xE69F00);

    private TrainingCurves() {}

    /**
     * Draws four panels; a curve without any value is left out.
     *
     * @param epochs in order, at least one
     * @param evaluatedEpoch epoch whose parameters were evaluated
     * @return PNG, 1600 pixels wide
     */
    public static byte[] draw(Caption caption, List<EpochMetrics> epochs, int evaluatedEpoch) {
        if (epochs.isEmpty()) {
            throw new IllegalArgumentException("training curves of no epoch");
        }
        LinePanel.@Nullable Mark mark =
                evaluatedEpoch == epochs.size() - 1 ? null : new LinePanel.Mark(evaluatedEpoch, "evaluated");
        List<LinePanel> panels = List.of(
                new LinePanel("Loss and its terms", losses(epochs), LinePanel.Scale.LOGARITHMIC, mark),
                new LinePanel("Accuracy", accuracies(epochs), LinePanel.Scale.SHARE, mark),
                new LinePanel(
                        "Active prototypes",
                        List.of(curve(epochs, EpochMetrics.ACTIVE_PROTOTYPES, "active prototypes", BLUE)),
                        LinePanel.Scale.COUNT,
                        mark),
                new LinePanel(
                        "Learning rate",
                        List.of(curve(epochs, EpochMetrics.LEARNING_RATE, "learning rate", BLUE)),
                        LinePanel.Scale.AMOUNT,
                        mark));
        Canvas canvas = new Canvas(WIDTH, Caption.HEADER + 2 * PANEL_HEIGHT + Caption.FOOTER);
        caption.draw(canvas);
        double width = (WIDTH - 3.0 * Caption.MARGIN) / 2;
        for (int i = 0; i < panels.size(); i++) {
            double x = Caption.MARGIN + (i % 2) * (width + Caption.MARGIN);
            double y = Caption.HEADER + 10 + (i / 2) * PANEL_HEIGHT;
            panels.get(i).draw(canvas, x, y, width, PANEL_HEIGHT - 16);
        }
        return canvas.png();
    }

    private static List<LinePanel.Series> losses(List<EpochMetrics> epochs) {
        return present(List.of(
                curve(epochs, EpochMetrics.LOSS, "total", Canvas.INK),
                curve(epochs, EpochMetrics.LOSS_CROSS_ENTROPY, "cross entropy", BLUE),
                curve(epochs, EpochMetrics.LOSS_TANH, "tanh", GREEN),
                curve(epochs, EpochMetrics.LOSS_SPARSITY, "sparsity", ORANGE),
                curve(epochs, EpochMetrics.LOSS_SIMILARITY, "similarity", ROSE),
                curve(epochs, EpochMetrics.VALIDATION_LOSS, "validation", GOLD)));
    }

    private static List<LinePanel.Series> accuracies(List<EpochMetrics> epochs) {
        return present(List.of(
                curve(epochs, EpochMetrics.TRAIN_ACCURACY, "train", BLUE),
                curve(epochs, EpochMetrics.VALIDATION_ACCURACY, "validation", GOLD)));
    }

    private static LinePanel.Series curve(List<EpochMetrics> epochs, String metric, String name, Color colour) {
        return new LinePanel.Series(
                name,
                colour,
                epochs.stream()
                        .map(EpochMetrics::values)
                        .mapToDouble(values -> values.getOrDefault(metric, Double.NaN))
                        .toArray());
    }

    /** Curves that have something to show: a term of weight 0 is 0 throughout. */
    private static List<LinePanel.Series> present(List<LinePanel.Series> curves) {
        List<LinePanel.Series> present = new ArrayList<>();
        for (LinePanel.Series curve : curves) {
            for (double value : curve.values()) {
                if (value > 0) {
                    present.add(curve);
                    break;
                }
            }
        }
        return present.isEmpty() ? curves.subList(0, 1) : present;
    }
}
