package io.protolab.cpu.report;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;

/** What each prototype has learned to look for: the training patches that excite it most, with the image they come from. */
public final class PrototypeGallery {
    private static final int WIDTH = 1600;
    private static final int ROW = 270;
    private static final int PATCH = 138;
    private static final int GAP = 16;
    private static final int LEFT = 330;
    /** Patches that find room beside a prototype. */
    static final int PLACES = 8;

    private PrototypeGallery() {}

    /**
     * Draws one row per prototype.
     *
     * @param prototypes in the order of the rows, at least one
     * @return PNG, 1600 pixels wide
     */
    public static byte[] draw(Caption caption, List<GalleryPrototype> prototypes) {
        if (prototypes.isEmpty()) {
            throw new IllegalArgumentException("a gallery of no prototype");
        }
        Canvas canvas = new Canvas(WIDTH, Caption.HEADER + ROW * prototypes.size() + Caption.FOOTER);
        caption.draw(canvas);
        for (int i = 0; i < prototypes.size(); i++) {
            double y = Caption.HEADER + ROW * (double) i;
            canvas.line(Caption.MARGIN, y, WIDTH - Caption.MARGIN, y, Canvas.RULE, 1);
            summary(canvas, prototypes.get(i), y + 16);
            patches(canvas, prototypes.get(i), y + 16);
        }
        return canvas.png();
    }

    private static void summary(Canvas canvas, GalleryPrototype prototype, double y) {
        Color colour = PrototypeColours.of(prototype.index());
        Chip.draw(canvas, prototype.index(), Caption.MARGIN, y, 52, 30, 18);
        canvas.text(
                "in %d %% of test images".formatted(Math.round(prototype.usage() * 100)),
                Caption.MARGIN + 64,
                y + 21,
                Lettering.regular(15.5));
        double largest = prototype.served().stream()
                .mapToDouble(GalleryPrototype.ServedClass::weight)
                .max()
                .orElse(0);
        Lettering names = Lettering.regular(14.5);
        for (int i = 0; i < Math.min(4, prototype.served().size()); i++) {
            GalleryPrototype.ServedClass served = prototype.served().get(i);
            double line = y + 62 + i * 38;
            canvas.text(names.fit(served.name(), 190), Caption.MARGIN, line, names);
            canvas.text(
                    Ticks.brief(served.weight()),
                    LEFT - 42.0,
                    line,
                    names.soft().ending());
            canvas.rounded(Caption.MARGIN, line + 8, 240, 6, 3, Canvas.RULE);
            canvas.rounded(Caption.MARGIN, line + 8, Math.max(6, 240 * served.weight() / largest), 6, 3, colour);
        }
    }

    private static void patches(Canvas canvas, GalleryPrototype prototype, double y) {
        Color colour = PrototypeColours.of(prototype.index());
        for (int i = 0; i < Math.min(PLACES, prototype.patches().size()); i++) {
            GalleryPrototype.Patch patch = prototype.patches().get(i);
            double x = LEFT + i * (double) (PATCH + GAP);
            canvas.image(patch.crop(), x, y, PATCH, PATCH);
            canvas.frame(x + 1, y + 1, PATCH - 2, PATCH - 2, colour, 2.5);
            BufferedImage whole = patch.image();
            double scale = Math.min((double) PATCH / whole.getWidth(), 84.0 / whole.getHeight());
            double width = whole.getWidth() * scale;
            double left = x + (PATCH - width) / 2;
            double top = y + PATCH + 8;
            canvas.image(whole, left, top, width, whole.getHeight() * scale);
            canvas.frame(
                    left + patch.x() * scale,
                    top + patch.y() * scale,
                    patch.width() * scale,
                    patch.height() * scale,
                    Color.WHITE,
                    3.5);
            canvas.frame(
                    left + patch.x() * scale,
                    top + patch.y() * scale,
                    patch.width() * scale,
                    patch.height() * scale,
                    colour,
                    2);
            canvas.text(
                    "score " + Ticks.brief(patch.score()),
                    x + PATCH / 2.0,
                    y + PATCH + 84 + 8 + 16,
                    Lettering.regular(13).soft().centred());
        }
    }
}
