package io.protolab.cpu.report;

import java.awt.Color;

/** One colour per prototype, the same in every picture: the Okabe-Ito cycle first, then hues a golden angle apart. */
final class PrototypeColours {
    private static final int[] OKABE_ITO = {0xE69F00, 0x56B4E9, 0x009E73, 0xD6C21A, 0x0072B2, 0xD55E00, 0xCC79A7};
    private static final double GOLDEN_ANGLE = 0.381966;

    private static final float[] SATURATION = {0.78f, 0.50f, 0.85f, 0.55f};
    private static final float[] BRIGHTNESS = {0.80f, 0.88f, 0.52f, 0.66f};

    private PrototypeColours() {}

    static Color of(int prototype) {
        if (prototype < OKABE_ITO.length) {
            return new Color(OKABE_ITO[prototype]);
        }
        double hue = (prototype * GOLDEN_ANGLE) % 1;
        int tone =
                prototype % SATURATION.length; // neighbours in hue are 13, 21 or 34 numbers apart and so differ in tone
        return Color.getHSBColor((float) hue, SATURATION[tone], BRIGHTNESS[tone]);
    }

    /** Black or white, whichever reads better on a colour. */
    static Color inkOn(Color colour) {
        double luminance = 0.299 * colour.getRed() + 0.587 * colour.getGreen() + 0.114 * colour.getBlue();
        return luminance > 150 ? Canvas.INK : Color.WHITE;
    }
}
