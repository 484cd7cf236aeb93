package io.protolab.cpu.dataset.flatbirds;

import java.awt.Shape;
import java.util.List;

/** Areas in the bird's drawing that together show one part, painted in this order. */
record Figure(List<Area> areas) {

    /** @param rgb {@code 0xRRGGBB} */
    record Area(Shape shape, int rgb) {}

    Figure {
        areas = List.copyOf(areas);
    }

    static Figure of(Shape shape, int rgb) {
        return new Figure(List.of(new Area(shape, rgb)));
    }

    /** The same shapes with all colours multiplied by a factor, at most white. */
    Figure shaded(double factor) {
        return new Figure(areas.stream()
                .map(area -> new Area(area.shape(), shade(area.rgb(), factor)))
                .toList());
    }

    private static int shade(int rgb, double factor) {
        int red = shadeChannel((rgb >> 16) & 0xFF, factor);
        int green = shadeChannel((rgb >> 8) & 0xFF, factor);
        int blue = shadeChannel(rgb & 0xFF, factor);
        return (red << 16) | (green << 8) | blue;
    }

    private static int shadeChannel(int value, double factor) {
        return Math.min(255, (int) (value * factor + 0.5));
    }
}
