package io.protolab.cpu.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/** A white sheet in pixels, origin at the top left, with the few strokes that the pictures are made of. */
final class Canvas {
    static final Color INK = new Color(0x1F2430);
    static final Color SOFT_INK = new Color(0x5B6370);
    static final Color RULE = new Color(0xE3E6EB);
    static final Color AXIS = new Color(0x9AA1AD);
    static final Color PAPER = Color.WHITE;
    static final Color RIGHT = new Color(0x1B8A5A);
    static final Color WRONG = new Color(0xC8322B);

    private final BufferedImage image;
    private final Graphics2D pen;

    Canvas(int width, int height) {
        image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        fill(new Rectangle2D.Double(0, 0, width, height), PAPER);
    }

    int width() {
        return image.getWidth();
    }

    int height() {
        return image.getHeight();
    }

    void fill(Shape shape, Color colour) {
        pen.setColor(colour);
        pen.fill(shape);
    }

    void rectangle(double x, double y, double width, double height, Color colour) {
        fill(new Rectangle2D.Double(x, y, width, height), colour);
    }

    void rounded(double x, double y, double width, double height, double radius, Color colour) {
        fill(new RoundRectangle2D.Double(x, y, width, height, 2 * radius, 2 * radius), colour);
    }

    void frame(double x, double y, double width, double height, Color colour, double thickness) {
        stroke(new Rectangle2D.Double(x, y, width, height), colour, thickness);
    }

    void line(double x1, double y1, double x2, double y2, Color colour, double thickness) {
        stroke(new Line2D.Double(x1, y1, x2, y2), colour, thickness);
    }

    void dashed(double x1, double y1, double x2, double y2, Color colour, double thickness) {
        pen.setColor(colour);
        pen.setStroke(new BasicStroke(
                (float) thickness, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {5, 4}, 0));
        pen.draw(new Line2D.Double(x1, y1, x2, y2));
    }

    void stroke(Shape shape, Color colour, double thickness) {
        pen.setColor(colour);
        pen.setStroke(new BasicStroke((float) thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        pen.draw(shape);
    }

    /** A line through points; a gap wherever a point is missing. */
    void path(List<double[]> points, Color colour, double thickness) {
        Path2D path = new Path2D.Double();
        boolean drawing = false;
        for (double[] point : points) {
            if (Double.isNaN(point[1])) {
                drawing = false;
            } else if (drawing) {
                path.lineTo(point[0], point[1]);
            } else {
                path.moveTo(point[0], point[1]);
                path.lineTo(point[0], point[1]);
                drawing = true;
            }
        }
        stroke(path, colour, thickness);
    }

    /** Text whose anchor lies at x and whose baseline lies at y. */
    void text(String text, double x, double y, Lettering lettering) {
        place(text, lettering, AffineTransform.getTranslateInstance(x - lettering.shift(text), Math.rint(y)));
    }

    /** Text that runs upwards; its anchor lies at y and its baseline at x. */
    void textUpwards(String text, double x, double y, Lettering lettering) {
        AffineTransform place = AffineTransform.getTranslateInstance(Math.rint(x), y + lettering.shift(text));
        place.rotate(-Math.PI / 2);
        place(text, lettering, place);
    }

    private void place(String text, Lettering lettering, AffineTransform place) {
        fill(place.createTransformedShape(lettering.face().outline(text, lettering.size())), lettering.colour());
    }

    /** An image stretched to a rectangle, bicubic; averaged first where it shrinks by more than a half. */
    void image(BufferedImage original, double x, double y, double width, double height) {
        BufferedImage picture = original;
        while (picture.getWidth() >= 2 * width && picture.getHeight() >= 2 * height) {
            picture = halved(picture);
        }
        AffineTransform place = AffineTransform.getTranslateInstance(x, y);
        place.scale(width / picture.getWidth(), height / picture.getHeight());
        pen.drawImage(picture, place, null);
    }

    private static BufferedImage halved(BufferedImage picture) {
        BufferedImage half =
                new BufferedImage(picture.getWidth() / 2, picture.getHeight() / 2, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < half.getHeight(); y++) {
            for (int x = 0; x < half.getWidth(); x++) {
                int rgb = 0;
                for (int shift = 0; shift <= 16; shift += 8) {
                    int sum = (picture.getRGB(2 * x, 2 * y) >> shift & 0xFF)
                            + (picture.getRGB(2 * x + 1, 2 * y) >> shift & 0xFF)
                            + (picture.getRGB(2 * x, 2 * y + 1) >> shift & 0xFF)
                            + (picture.getRGB(2 * x + 1, 2 * y + 1) >> shift & 0xFF);
                    rgb |= ((sum + 2) / 4) << shift;
                }
                half.setRGB(x, y, rgb);
            }
        }
        return half;
    }

    /** What follows is drawn inside a rectangle only; until {@link #unclip}. */
    void clip(double x, double y, double width, double height) {
        pen.setClip(new Rectangle2D.Double(x, y, width, height));
    }

    void unclip() {
        pen.setClip(null);
    }

    /** The sheet itself, to be painted on further. */
    BufferedImage pixels() {
        return image;
    }

    /** The sheet as a PNG file. */
    byte[] png() {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            if (!ImageIO.write(image, "png", bytes)) {
                throw new IllegalStateException(
                        "this Java runtime has no PNG writer; use one with the module java.desktop");
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
