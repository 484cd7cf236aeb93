package io.protolab.cpu.dataset.flatbirds;

import java.util.List;
import java.util.Locale;

/** The four colours of parts and background objects; they are shared on purpose, so that colour alone decides nothing. */
public enum PaintColor {
    RED(214, 40, 40),
    GREEN(40, 165, 60),
    BLUE(35, 75, 235),
    YELLOW(245, 205, 25);

    static final List<PaintColor> ALL = List.of(values());

    private final int rgb;

    PaintColor(int red, int green, int blue) {
        rgb = (red << 16) | (green << 8) | blue;
    }

    /** {@code 0xRRGGBB}. */
    int rgb() {
        return rgb;
    }

    /** The word used in the JSON files. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
