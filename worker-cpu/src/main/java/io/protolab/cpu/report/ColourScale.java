package io.protolab.cpu.report;

import java.awt.Color;
import java.util.List;

/** Colours for values in [0, 1], interpolated between evenly spaced stops. */
final class ColourScale {
    /** White to dark blue, for amounts. */
    static final ColourScale AMOUNT =
            new ColourScale(List.of(0xFFFFFF, 0xDCE9F6, 0xABCFE6, 0x6BAED6, 0x3787C0, 0x105BA4, 0x08306B));

    /** Yellow to dark red, for strength on top of a picture. */
    static final ColourScale INTENSITY =
            new ColourScale(List.of(0xFFF7BC, 0xFEE391, 0xFEC44F, 0xFE9929, 0xEC7014, 0xCC4C02, 0x8C2D04));

    private final List<Integer> stops;

    private ColourScale(List<Integer> stops) {
        this.stops = stops;
    }

    Color at(double value) {
        double position = Math.max(0, Math.min(1, value)) * (stops.size() - 1);
        int left = Math.min((int) position, stops.size() - 2);
        double share = position - left;
        return new Color(channel(left, 16, share), channel(left, 8, share), channel(left, 0, share));
    }

    private int channel(int left, int shift, double share) {
        int from = stops.get(left) >> shift & 0xFF;
        int to = stops.get(left + 1) >> shift & 0xFF;
        return (int) Math.round(from + (to - from) * share);
    }
}
