package io.protolab.cpu.dataset.flatbirds;

import java.awt.geom.AffineTransform;

/**
 * A coloured shape behind the bird that says nothing about its class. Its place is given in polar coordinates about the
 * picture's centre, as the FunnyBirds files do.
 *
 * @param shape 0 ellipse, 1 rectangle, 2 triangle, 3 star, 4 kite
 * @param radius distance from the centre in canvas units
 * @param direction of the place as seen from the centre, radians
 * @param halfWidth half-axis before turning, canvas units
 * @param halfHeight half-axis before turning, canvas units
 * @param rotation radians
 */
public record BackgroundObject(
        int shape,
        PaintColor color,
        double radius,
        double direction,
        double halfWidth,
        double halfHeight,
        double rotation) {

    static final int SHAPES = 5;

    private static final double FULL_TURN = 2 * Math.PI;

    public BackgroundObject {
        if (shape < 0 || shape >= SHAPES) {
            throw new IllegalArgumentException(
                    "background shape %d: must be from 0 to %d".formatted(shape, SHAPES - 1));
        }
    }

    /** Draws the object with the given number: uniform over the picture, half-axes of 8 to 24 units. */
    static BackgroundObject draw(FieldRandom random, int number) {
        String prefix = "background" + number + ".";
        double half = Pose.CANVAS / 2.0;
        double x = random.uniform(prefix + "x", -half, half);
        double y = random.uniform(prefix + "y", -half, half);
        return new BackgroundObject(
                random.below(prefix + "shape", SHAPES),
                PaintColor.ALL.get(random.below(prefix + "color", PaintColor.ALL.size())),
                StrictMath.hypot(x, y),
                StrictMath.atan2(y, x),
                random.uniform(prefix + "halfWidth", 8, 24),
                random.uniform(prefix + "halfHeight", 8, 24),
                random.uniform(prefix + "rotation", 0, FULL_TURN));
    }

    /** From the unit square around the origin to a picture of the given size in pixels. */
    AffineTransform toPixels(int pictureSize) {
        double pixelsPerUnit = (double) pictureSize / Pose.CANVAS;
        double sin = StrictMath.sin(rotation) * pixelsPerUnit;
        double cos = StrictMath.cos(rotation) * pixelsPerUnit;
        double x = (Pose.CANVAS / 2.0 + radius * StrictMath.cos(direction)) * pixelsPerUnit;
        double y = (Pose.CANVAS / 2.0 + radius * StrictMath.sin(direction)) * pixelsPerUnit;
        return new AffineTransform(cos * halfWidth, sin * halfWidth, -sin * halfHeight, cos * halfHeight, x, y);
    }
}
