package io.protolab.cpu.report;

import java.awt.Color;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;

/** Similarity maps on top of an image. */
final class Overlay {
    /** Maps that stay below this are stretched to the whole colour scale; others keep the absolute scale 0 to 1. */
    private static final double FAINT = 0.2;

    private Overlay() {}

    /** The image, faded, under the colours of the map, which cover more where the map is stronger. */
    static BufferedImage heat(BufferedImage image, BilinearMap map, int side) {
        BufferedImage stretched = stretched(image, side);
        double scale = map.largest() < FAINT ? Math.max(1e-12, map.largest()) : 1;
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                double strength = Math.min(1, map.at(column, row, side, side) / scale);
                Color heat = ColourScale.INTENSITY.at(strength);
                Color below = new Color(stretched.getRGB(column, row));
                double grey = 0.299 * below.getRed() + 0.587 * below.getGreen() + 0.114 * below.getBlue();
                double cover = 0.82 * Math.min(1, 1.3 * strength);
                stretched.setRGB(
                        column,
                        row,
                        mix(faded(below.getRed(), grey), heat.getRed(), cover) << 16
                                | mix(faded(below.getGreen(), grey), heat.getGreen(), cover) << 8
                                | mix(faded(below.getBlue(), grey), heat.getBlue(), cover));
            }
        }
        return stretched;
    }

    /** The outline of where a map exceeds half of its maximum, on a square of {@code side} pixels at (x, y). */
    static Path2D outline(BilinearMap map, double x, double y, int side) {
        double level = map.largest() / 2;
        Path2D path = new Path2D.Double();
        int step = 3;
        for (int row = 0; row + step < side; row += step) {
            for (int column = 0; column + step < side; column += step) {
                double[] corners = {
                    map.at(column, row, side, side) - level,
                    map.at(column + step, row, side, side) - level,
                    map.at(column + step, row + step, side, side) - level,
                    map.at(column, row + step, side, side) - level
                };
                segment(path, corners, x + column + 0.5, y + row + 0.5, step);
            }
        }
        return path;
    }

    /** Marching squares: joins the points where the level crosses the sides of one square. */
    private static void segment(Path2D path, double[] corners, double x, double y, double step) {
        double[][] place = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};
        boolean open = false;
        for (int side = 0; side < 4; side++) {
            double from = corners[side];
            double to = corners[(side + 1) % 4];
            if (from > 0 != to > 0) {
                double share = from / (from - to);
                double[] a = place[side];
                double[] b = place[(side + 1) % 4];
                double crossX = x + step * (a[0] + share * (b[0] - a[0]));
                double crossY = y + step * (a[1] + share * (b[1] - a[1]));
                if (open) {
                    path.lineTo(crossX, crossY);
                } else {
                    path.moveTo(crossX, crossY);
                }
                open = !open;
            }
        }
    }

    private static BufferedImage stretched(BufferedImage image, int side) {
        Canvas square = new Canvas(side, side);
        square.image(image, 0, 0, side, side);
        return square.pixels();
    }

    /** Half way to grey, and lighter. */
    private static double faded(int channel, double grey) {
        return 0.75 * (channel + grey) / 2 + 0.25 * 255;
    }

    private static int mix(double below, double above, double cover) {
        return (int) Math.round(below * (1 - cover) + above * cover);
    }
}
