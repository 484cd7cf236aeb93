package io.protolab.cpu.report;

import java.awt.Color;

/**
 * How a line of text looks and which of its points is placed.
 *
 * @param size pixels per em
 */
record Lettering(Typeface face, double size, Color colour, Anchor anchor) {
    /** The point of a line of text that is placed. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    static Lettering regular(double size) {
        return new Lettering(Typeface.REGULAR, size, Canvas.INK, Anchor.START);
    }

    static Lettering bold(double size) {
        return new Lettering(Typeface.BOLD, size, Canvas.INK, Anchor.START);
    }

    Lettering in(Color other) {
        return new Lettering(face, size, other, anchor);
    }

    Lettering soft() {
        return in(Canvas.SOFT_INK);
    }

    Lettering centred() {
        return new Lettering(face, size, colour, Anchor.MIDDLE);
    }

    Lettering ending() {
        return new Lettering(face, size, colour, Anchor.END);
    }

    double width(String text) {
        return face.width(text, size);
    }

    String fit(String text, double width) {
        return face.fit(text, size, width);
    }

    /** How far before the anchor the text begins. */
    double shift(String text) {
        return switch (anchor) {
            case START -> 0;
            case MIDDLE -> width(text) / 2;
            case END -> width(text);
        };
    }
}
