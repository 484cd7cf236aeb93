package io.protolab.cpu.dataset.flatbirds;

import java.awt.geom.AffineTransform;

/**
 * How a bird stands in the picture: everything about it that does not depend on its class.
 *
 * <p>Lengths are canvas units ({@value #CANVAS} per side), angles radians, positive clockwise as seen.
 *
 * @param rotation of the whole bird
 * @param scale 1 draws the bird about 200 units wide
 * @param shiftX to the right
 * @param shiftY downwards
 * @param flipped looks to the left
 * @param foreshortening factor along the bird's axis
 * @param wingAngle turns both wings about the shoulder
 * @param tailAngle turns the tail about its root
 * @param legAngle turns the front leg about the hip, the back leg the other way
 * @param brightness factor of the body's grey
 */
public record Pose(
        double rotation,
        double scale,
        double shiftX,
        double shiftY,
        boolean flipped,
        double foreshortening,
        double wingAngle,
        double tailAngle,
        double legAngle,
        double brightness) {

    static final int CANVAS = 256;

    /** Side view, looking to the right, in the middle. */
    static final Pose NEUTRAL = new Pose(0, 1, 0, 0, false, 1, 0, 0, 0, 1);

    /** The bird's drawing is larger than it should appear at scale 1. */
    private static final double DRAWING_SCALE = 0.8;

    private static final double CENTER_X = 132;
    private static final double CENTER_Y = 128;

    private static final int SMALL_PICTURE = 64;

    /** Draws a pose. Pictures of 64 pixels and less get larger and better centred birds, or small parts would vanish. */
    static Pose draw(FieldRandom random, int pictureSize) {
        boolean small = pictureSize <= SMALL_PICTURE;
        double shiftX = small ? 14 : 22;
        double shiftY = small ? 10 : 18;
        return new Pose(
                angle(random, "rotation", 26),
                random.uniform("scale", small ? 0.95 : 0.72, small ? 1.25 : 1.05),
                random.uniform("shiftX", -shiftX, shiftX),
                random.uniform("shiftY", -shiftY, shiftY),
                random.chance("flipped", 0.5),
                random.uniform("foreshortening", 0.8, 1),
                angle(random, "wingAngle", 20),
                angle(random, "tailAngle", 20),
                angle(random, "legAngle", 14),
                random.uniform("brightness", 0.8, 1.15));
    }

    /** From the bird's drawing to a picture of the given size in pixels. StrictMath, so that all machines agree. */
    AffineTransform toPixels(int pictureSize) {
        double pixelsPerUnit = (double) pictureSize / CANVAS;
        double sin = StrictMath.sin(rotation) * pixelsPerUnit;
        double cos = StrictMath.cos(rotation) * pixelsPerUnit;
        double scaleY = DRAWING_SCALE * scale;
        double scaleX = scaleY * foreshortening * (flipped ? -1 : 1);
        AffineTransform transform = new AffineTransform(
                cos * scaleX,
                sin * scaleX,
                -sin * scaleY,
                cos * scaleY,
                (CANVAS / 2.0 + shiftX) * pixelsPerUnit,
                (CANVAS / 2.0 + shiftY) * pixelsPerUnit);
        transform.translate(-CENTER_X, -CENTER_Y);
        return transform;
    }

    private static double angle(FieldRandom random, String field, double degrees) {
        return Math.toRadians(random.uniform(field, -degrees, degrees));
    }
}
