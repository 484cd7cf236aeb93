package io.protolab.cpu.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * Curves over epochs in one frame.
 *
 * @param series at least one
 * @param scale of the vertical axis
 * @param markedEpoch an epoch with a dashed line and a word; absent if nothing is worth marking
 */
record LinePanel(
        String title,
        List<Series> series,
        Scale scale,
        @Nullable Mark markedEpoch) {
    private static final int TITLE = 34;
    private static final int LEFT = 62;
    private static final int RIGHT = 16;
    private static final int BOTTOM = 46;

    /** One curve; NaN where an epoch has no value. */
    record Series(String name, Color colour, double[] values) {}

    /** An epoch and why it is marked. */
    record Mark(int epoch, String word) {}

    /** How values become heights. */
    enum Scale {
        /** From 0 to 1, as percentages. */
        SHARE,
        /** From 0 to a little above the largest value. */
        AMOUNT,
        /** The same, and the curve goes in steps. */
        COUNT,
        /** Powers of ten; values that are not positive leave a gap. */
        LOGARITHMIC
    }

    void draw(Canvas canvas, double x, double y, double width, double height) {
        Frame frame = frame(x + LEFT, y + TITLE, width - LEFT - RIGHT, height - TITLE - BOTTOM);
        legend(canvas, x, y, width);
        grid(canvas, frame);
        canvas.clip(frame.x - 3, frame.y - 3, frame.width + 6, frame.height + 6);
        for (Series curve : series) {
            canvas.path(points(curve, frame), curve.colour(), 2.4);
            if (lastEpoch() == 0) {
                double value = frame.down(curve.values()[0]);
                canvas.rounded(frame.across(0) - 4, value - 4, 8, 8, 4, curve.colour());
            }
        }
        canvas.unclip();
    }

    private int lastEpoch() {
        return series.stream()
                .mapToInt(curve -> curve.values().length - 1)
                .max()
                .orElse(0);
    }

    private Frame frame(double x, double y, double width, double height) {
        double[] values = series.stream()
                .flatMapToDouble(curve -> Arrays.stream(curve.values()))
                .filter(value -> scale == Scale.LOGARITHMIC ? value > 0 : !Double.isNaN(value))
                .toArray();
        double largest = DoubleStream.of(values).max().orElse(1);
        double smallest = DoubleStream.of(values).min().orElse(0.1);
        return switch (scale) {
            case SHARE -> new Frame(x, y, width, height, 0, 1, lastEpoch(), false);
            case AMOUNT, COUNT -> {
                double top = largest > 0 ? largest * 1.06 : 1;
                yield new Frame(x, y, width, height, 0, top, lastEpoch(), false);
            }
            case LOGARITHMIC -> {
                double low = Math.floor(Math.log10(Math.max(smallest, largest * 1e-6)) - 0.02);
                double high = Math.max(low + 1, Math.log10(largest) + 0.12);
                yield new Frame(x, y, width, height, Math.pow(10, low), Math.pow(10, high), lastEpoch(), true);
            }
        };
    }

    private void legend(Canvas canvas, double x, double y, double width) {
        canvas.text(title, x, y + 18, Lettering.bold(17));
        if (series.size() == 1) {
            return;
        }
        Lettering names = Lettering.regular(14.5);
        double right = x + width - RIGHT;
        for (int i = series.size() - 1; i >= 0; i--) {
            Series curve = series.get(i);
            double left = right - names.width(curve.name());
            canvas.text(curve.name(), left, y + 18, names);
            canvas.rounded(left - 25, y + 11, 18, 4, 2, curve.colour());
            right = left - 42;
        }
    }

    private void grid(Canvas canvas, Frame frame) {
        Lettering marks = Lettering.regular(14).soft();
        for (Ticks.Tick tick : frame.verticalTicks()) {
            double height = Math.rint(frame.down(tick.value())) + 0.5;
            canvas.line(frame.x, height, frame.x + frame.width, height, Canvas.RULE, 1);
            String label = scale == Scale.SHARE ? Math.round(tick.value() * 100) + " %" : tick.label();
            canvas.text(label, frame.x - 10, height + 5, marks.ending());
        }
        double base = Math.rint(frame.y + frame.height) + 0.5;
        for (Ticks.Tick tick : Ticks.whole(0, Math.max(1, frame.lastEpoch), 9)) {
            double at = Math.rint(frame.across(tick.value())) + 0.5;
            canvas.line(at, base, at, base + 5, Canvas.AXIS, 1);
            canvas.text(tick.label(), at, base + 21, marks.centred());
        }
        canvas.line(frame.x, base, frame.x + frame.width, base, Canvas.AXIS, 1);
        canvas.text("epoch", frame.x + frame.width, base + 40, marks.ending());
        if (markedEpoch != null) {
            double at = Math.rint(frame.across(markedEpoch.epoch())) + 0.5;
            canvas.dashed(at, frame.y, at, base, Canvas.AXIS, 1.2);
            Lettering word = Lettering.regular(13).soft();
            boolean late = markedEpoch.epoch() > frame.lastEpoch / 2;
            canvas.text(markedEpoch.word(), at + (late ? -6 : 6), base - 8, late ? word.ending() : word);
        }
    }

    private List<double[]> points(Series curve, Frame frame) {
        List<double[]> points = new ArrayList<>();
        for (int epoch = 0; epoch < curve.values().length; epoch++) {
            if (scale == Scale.COUNT && epoch > 0) {
                points.add(new double[] {frame.across(epoch), frame.down(curve.values()[epoch - 1])});
            }
            points.add(new double[] {frame.across(epoch), frame.down(curve.values()[epoch])});
        }
        return points;
    }

    private record Frame(
            double x,
            double y,
            double width,
            double height,
            double low,
            double high,
            int lastEpoch,
            boolean logarithmic) {
        double across(double epoch) {
            return x + width * (lastEpoch == 0 ? 0.5 : epoch / lastEpoch);
        }

        /** NaN where there is nothing to draw. */
        double down(double value) {
            if (logarithmic && !(value > 0)) {
                return Double.NaN;
            }
            double share = logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
            return y + height * (1 - share);
        }

        List<Ticks.Tick> verticalTicks() {
            return logarithmic ? Ticks.logarithmic(low, high, 7) : Ticks.linear(low, high, 6);
        }
    }
}
