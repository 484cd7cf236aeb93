package io.protolab.cpu.report;

/**
 * What stands above and below a picture.
 *
 * @param subtitle what was trained on what
 * @param footer which head it is of, in small print
 */
public record Caption(String title, String subtitle, String footer) {
    static final int MARGIN = 48;
    static final int HEADER = 100;
    static final int FOOTER = 44;

    void draw(Canvas canvas) {
        double width = canvas.width() - 2.0 * MARGIN;
        Lettering large = Lettering.bold(26);
        Lettering medium = Lettering.regular(17).soft();
        Lettering small = Lettering.regular(13).soft();
        canvas.text(large.fit(title, width), MARGIN, 50, large);
        canvas.text(medium.fit(subtitle, width), MARGIN, 77, medium);
        canvas.text(small.fit(footer, width), MARGIN, canvas.height() - 18, small);
    }
}
