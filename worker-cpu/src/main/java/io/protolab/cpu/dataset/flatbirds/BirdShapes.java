package io.protolab.cpu.dataset.flatbirds;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * The outlines of every part variant, drawn once. The bird looks to the right on a canvas of 256 units, y points down;
 * wings are drawn at rest, tails and legs with their joint at the origin.
 */
final class BirdShapes {

    static final double SHOULDER_X = 142;
    static final double SHOULDER_Y = 124;

    /** Torso, neck and head in one outline. */
    static final Shape BODY = body();

    static final List<Shape> BEAKS = List.of(
            polygon(206, 75, 258, 93, 204, 107),
            ellipse(222, 93, 21, 13, 8),
            smooth(204, 74, 242, 66, 254, 84, 262, 98, 253, 118, 242, 100, 226, 106, 214, 110, 203, 107),
            union(polygon(206, 76, 254, 60, 211, 95), polygon(207, 88, 248, 123, 201, 107)));

    /** Two shapes each, outer and inner: the interiors differ, because outlines alone would blur at 64 pixels. */
    static final List<List<Shape>> EYES = List.of(
            List.of(ellipse(191, 80, 12, 12, 0), ellipse(192, 80, 6, 6, 0)),
            List.of(rectangle(179.5, 68.5, 23, 23), rectangle(187, 76, 9, 9)),
            List.of(smooth(175, 80, 191, 61, 207, 80, 191, 99, 175, 80), ellipse(191, 80, 3.2, 8.5, 0)));

    /** Leg and foot. */
    static final List<Shape> FEET = List.of(
            foot(polygon(-15, 31, 19, 31, 1, 10)),
            foot(ellipse(3, 25, 18, 8, 0)),
            foot(rectangle(-12, 14, 29, 17)),
            foot(union(
                    polygon(-3, 13, 3, 17, -17, 33, -20, 27),
                    union(polygon(-3, 14, 4, 14, 6, 36, -1, 36), polygon(-1, 13, 3, 11, 26, 26, 22, 32)))));

    /** A tail at rest points to the left and a little down. */
    static final List<Shape> TAILS =
            List.of(tilted(fan(62, 34)), tilted(ellipse(-36, 0, 40, 15, 0)), tilted(threeFeathers()));

    static final List<Shape> WINGS = List.of(
            ellipse(104, 138, 46, 21, -20),
            polygon(
                    150, 112, 118, 110, 62, 128, 76, 138, 50, 150, 74, 154, 60, 172, 88, 164, 92, 176, 118, 160, 142,
                    138));

    /** Background objects inside the square from −1 to 1. */
    static final List<Shape> BACKGROUND = List.of(
            ellipse(0, 0, 1, 1, 0),
            rectangle(-1, -1, 2, 2),
            polygon(-1, 1, 1, 1, 0, -1),
            star(),
            polygon(0, -1, 0.7, -0.2, 0, 1, -0.7, -0.2));

    private BirdShapes() {}

    private static Shape body() {
        Area body = new Area(ellipse(116, 142, 60, 38, -20));
        body.add(new Area(ellipse(184, 86, 29, 29, 0)));
        body.add(new Area(polygon(122, 106, 142, 96, 158, 78, 182, 60, 212, 92, 200, 116, 178, 140, 160, 160)));
        return body;
    }

    private static Shape foot(Shape toes) {
        return union(rectangle(-3.5, -6, 7, 24), toes);
    }

    private static Shape tilted(Shape tail) {
        return turned(tail, -15);
    }

    private static Shape fan(double radius, double halfAngle) {
        int steps = 12;
        double[] points = new double[2 * (steps + 2)];
        for (int step = 0; step <= steps; step++) {
            double angle = Math.toRadians(180 - halfAngle + 2 * halfAngle * step / steps);
            points[2 * step + 2] = radius * StrictMath.cos(angle);
            points[2 * step + 3] = radius * StrictMath.sin(angle);
        }
        return polygon(points);
    }

    private static Shape threeFeathers() {
        Shape feather = ellipse(-34, 0, 34, 7.5, 0);
        return union(turned(feather, -27), union(feather, turned(feather, 27)));
    }

    private static Shape star() {
        double[] points = new double[20];
        for (int i = 0; i < 10; i++) {
            double angle = Math.toRadians(36 * i - 90);
            double radius = i % 2 == 0 ? 1 : 0.45;
            points[2 * i] = radius * StrictMath.cos(angle);
            points[2 * i + 1] = radius * StrictMath.sin(angle);
        }
        return polygon(points);
    }

    private static Shape union(Shape one, Shape other) {
        Area area = new Area(one);
        area.add(new Area(other));
        return area;
    }

    private static Shape rectangle(double x, double y, double width, double height) {
        return new Rectangle2D.Double(x, y, width, height);
    }

    private static Shape ellipse(double x, double y, double halfWidth, double halfHeight, double degrees) {
        Shape upright = new Ellipse2D.Double(-halfWidth, -halfHeight, 2 * halfWidth, 2 * halfHeight);
        return AffineTransform.getTranslateInstance(x, y).createTransformedShape(turned(upright, degrees));
    }

    private static Shape turned(Shape shape, double degrees) {
        return rotation(Math.toRadians(degrees)).createTransformedShape(shape);
    }

    /** Rotation about the origin from StrictMath, so that all machines agree. */
    static AffineTransform rotation(double radians) {
        double sin = StrictMath.sin(radians);
        double cos = StrictMath.cos(radians);
        return new AffineTransform(cos, sin, -sin, cos, 0, 0);
    }

    private static Shape polygon(double... coordinates) {
        Path2D path = new Path2D.Double();
        path.moveTo(coordinates[0], coordinates[1]);
        for (int i = 2; i < coordinates.length; i += 2) {
            path.lineTo(coordinates[i], coordinates[i + 1]);
        }
        path.closePath();
        return path;
    }

    /** A start point, then quadratic curves of control and end point, closed by a straight line. */
    private static Shape smooth(double... coordinates) {
        Path2D path = new Path2D.Double();
        path.moveTo(coordinates[0], coordinates[1]);
        for (int i = 2; i < coordinates.length; i += 4) {
            path.quadTo(coordinates[i], coordinates[i + 1], coordinates[i + 2], coordinates[i + 3]);
        }
        path.closePath();
        return path;
    }
}
