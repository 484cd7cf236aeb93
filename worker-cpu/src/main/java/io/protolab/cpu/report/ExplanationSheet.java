package io.protolab.cpu.report;

import java.awt.Color;
import java.util.List;

/** One prediction taken apart: the image, where its strongest prototypes saw what, and how their importances add up. */
public final class ExplanationSheet {
    private static final int WIDTH = 1600;
    private static final int HEIGHT = 900;
    private static final int IMAGE = 330;
    private static final int TILE = 208;
    private static final int GAP = 22;
    private static final int EXAMPLE = 64;
    private static final Color OTHER = new Color(0xC9CDD4);
    private static final double TOP = Caption.HEADER + 20;
    private static final double TILES = Caption.MARGIN + IMAGE + 46;

    /** Prototypes that find room. */
    public static final int PLACES = 5;

    private ExplanationSheet() {}

    /**
     * Draws one sheet.
     *
     * @param explanation with at most {@value #PLACES} prototypes
     * @return PNG, 1600 × 900 pixels
     */
    public static byte[] draw(Caption caption, Explanation explanation) {
        Canvas canvas = new Canvas(WIDTH, HEIGHT);
        caption.draw(canvas);
        image(canvas, explanation);
        for (int i = 0; i < Math.min(PLACES, explanation.contributions().size()); i++) {
            tile(canvas, explanation, i);
        }
        sums(canvas, explanation);
        return canvas.png();
    }

    private static void image(Canvas canvas, Explanation explanation) {
        Color verdict = explanation.right() ? Canvas.RIGHT : Canvas.WRONG;
        double x = Caption.MARGIN;
        canvas.image(explanation.image(), x, TOP, IMAGE, IMAGE);
        canvas.clip(x, TOP, IMAGE, IMAGE);
        for (Explanation.Contribution contribution : explanation.contributions()) {
            var outline = Overlay.outline(map(contribution), x, TOP, IMAGE);
            canvas.stroke(outline, Color.WHITE, 5);
            canvas.stroke(outline, PrototypeColours.of(contribution.prototype()), 3);
        }
        canvas.unclip();
        canvas.frame(x - 4, TOP - 4, IMAGE + 8, IMAGE + 8, verdict, 7);
        double y = TOP + IMAGE + 42;
        Lettering answer = Lettering.bold(21).in(verdict);
        canvas.text(answer.fit(explanation.predicted().className(), IMAGE), x, y, answer);
        canvas.text(
                "predicted with probability " + Ticks.brief(explanation.probability()),
                x,
                y + 25,
                Lettering.regular(15.5).soft());
        String truth = explanation.right() ? "which is the true class" : "the true class is " + explanation.trueClass();
        canvas.text(
                Lettering.regular(15.5).fit(truth, IMAGE),
                x,
                y + 48,
                Lettering.regular(15.5).soft());
        canvas.text(
                "outlines: where a similarity exceeds half of its maximum",
                x,
                y + 74,
                Lettering.regular(12.5).soft());
    }

    private static void tile(Canvas canvas, Explanation explanation, int place) {
        Explanation.Contribution contribution = explanation.contributions().get(place);
        Color colour = PrototypeColours.of(contribution.prototype());
        double importance = explanation.predicted().importances().get(place);
        double largest = explanation.predicted().importances().get(0);
        double x = TILES + place * (double) (TILE + GAP);
        canvas.image(Overlay.heat(explanation.image(), map(contribution), TILE), x, TOP, TILE, TILE);
        canvas.frame(x - 2, TOP - 2, TILE + 4, TILE + 4, colour, 4);
        double y = TOP + TILE + 16;
        Chip.draw(canvas, contribution.prototype(), x - 4, y, 46, 26, 16);
        canvas.text(
                "+" + Ticks.brief(importance),
                x + TILE + 4.0,
                y + 20,
                Lettering.bold(19).ending());
        canvas.rounded(x - 4, y + 36, TILE + 8, 8, 4, Canvas.RULE);
        canvas.rounded(x - 4, y + 36, Math.max(8, (TILE + 8) * (largest > 0 ? importance / largest : 0)), 8, 4, colour);
        canvas.text(
                "score %s × weight %s".formatted(Ticks.brief(contribution.score()), Ticks.brief(contribution.weight())),
                x - 4,
                y + 66,
                Lettering.regular(14).soft());
        canvas.text("looks like", x - 4, y + 98, Lettering.regular(14).soft());
        for (int i = 0; i < Math.min(3, contribution.examples().size()); i++) {
            double left = x - 4 + i * (EXAMPLE + 12.0);
            canvas.image(contribution.examples().get(i), left, y + 107, EXAMPLE, EXAMPLE);
            canvas.frame(left + 0.5, y + 107.5, EXAMPLE - 1, EXAMPLE - 1, colour, 1.5);
        }
    }

    private static void sums(Canvas canvas, Explanation explanation) {
        double y = 620;
        double left = Caption.MARGIN + 260.0;
        double width = WIDTH - Caption.MARGIN - 90 - left;
        double largest = Math.max(
                1e-9,
                Math.max(explanation.predicted().total(), explanation.rival().total()));
        canvas.text("The sums that make the logits", Caption.MARGIN, y, Lettering.bold(17));
        List<Explanation.Sum> sums = List.of(explanation.predicted(), explanation.rival());
        List<String> roles = List.of("predicted", explanation.right() ? "runner-up" : "true class");
        double base = y + 24 + 2 * 74;
        for (Ticks.Tick tick : Ticks.linear(0, largest, 9)) {
            double at = left + width * tick.value() / largest;
            canvas.line(at, y + 18, at, base, Canvas.RULE, 1);
            canvas.text(
                    tick.label(), at, base + 20, Lettering.regular(14).soft().centred());
        }
        for (int i = 0; i < 2; i++) {
            double top = y + 28 + i * 74;
            Explanation.Sum sum = sums.get(i);
            Lettering name = Lettering.bold(16);
            canvas.text(name.fit(sum.className(), 236), left - 16, top + 22, name.ending());
            canvas.text(
                    roles.get(i),
                    left - 16,
                    top + 42,
                    Lettering.regular(14).soft().ending());
            bar(canvas, explanation, sum, left, top, width / largest);
        }
        canvas.text(
                "importance = score × class weight",
                left,
                base + 44,
                Lettering.regular(14).soft());
    }

    private static void bar(
            Canvas canvas, Explanation explanation, Explanation.Sum sum, double left, double top, double unit) {
        double x = left;
        for (int i = 0; i < sum.importances().size(); i++) {
            int prototype = explanation.contributions().get(i).prototype();
            x = segment(
                    canvas,
                    x,
                    top,
                    sum.importances().get(i) * unit,
                    PrototypeColours.of(prototype),
                    Integer.toString(prototype));
        }
        x = segment(canvas, x, top, sum.other() * unit, OTHER, "other");
        canvas.text(Ticks.brief(sum.total()), x + 10, top + 31, Lettering.bold(18));
    }

    private static double segment(Canvas canvas, double x, double top, double width, Color colour, String label) {
        canvas.rectangle(x, top, width, 46, colour);
        canvas.line(x + width, top, x + width, top + 46, Canvas.PAPER, 1.5);
        Lettering lettering =
                Lettering.bold(15).in(PrototypeColours.inkOn(colour)).centred();
        if (lettering.width(label) + 8 < width) {
            canvas.text(label, x + width / 2, top + 28, lettering);
        }
        return x + width;
    }

    private static BilinearMap map(Explanation.Contribution contribution) {
        return new BilinearMap(contribution.similarityMap(), contribution.grid());
    }
}
