package io.protolab.cpu.report;

import java.awt.Color;

/** The badge by which a prototype is recognised in every picture: its number on its colour. */
final class Chip {
    private Chip() {}

    static void draw(Canvas canvas, int prototype, double x, double y, double width, double height, double size) {
        Color colour = PrototypeColours.of(prototype);
        canvas.rounded(x, y, width, height, height / 4, colour);
        canvas.text(
                Integer.toString(prototype),
                x + width / 2,
                y + height / 2 + size * 0.36,
                Lettering.bold(size).in(PrototypeColours.inkOn(colour)).centred());
    }
}
