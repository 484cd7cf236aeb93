package io.protolab.cpu.dataset.flatbirds;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.List;

/**
 * A scene as a stack of painted layers, from back to front: background objects, tail, back wing, back foot, body, front
 * foot, front wing, beak, eye. Colour picture and part map paint the same stack.
 */
final class BirdLayers {

    private static final int BODY_GREY = 0xA8A8A8;
    private static final int WHITE = 0xFFFFFF;
    private static final int BLACK = 0x101014;
    private static final int FOOT_ORANGE = 0xE4781E;
    private static final double BACK_WING_SHADE = 0.62;
    private static final double BACK_FOOT_SHADE = 0.7;
    private static final double BACK_WING_ANGLE = Math.toRadians(68);

    private static final double TAIL_X = 68;
    private static final double TAIL_Y = 158;
    private static final double FRONT_HIP_X = 128;
    private static final double FRONT_HIP_Y = 174;
    private static final double BACK_HIP_X = 104;
    private static final double BACK_HIP_Y = 176;

    /**
     * @param toPixels from the figure's coordinates to the picture
     * @param mapRgb colour in the part map, {@code 0xRRGGBB}
     */
    record Layer(Figure figure, AffineTransform toPixels, int mapRgb) {}

    private final BirdScene scene;
    private final int pictureSize;
    private final AffineTransform birdToPixels;
    private final List<Layer> layers = new ArrayList<>();

    private BirdLayers(BirdScene scene, int pictureSize) {
        this.scene = scene;
        this.pictureSize = pictureSize;
        this.birdToPixels = scene.pose().toPixels(pictureSize);
    }

    static List<Layer> of(BirdScene scene, int pictureSize) {
        BirdLayers stack = new BirdLayers(scene, pictureSize);
        stack.addBackground();
        stack.addBird();
        return stack.layers;
    }

    private void addBackground() {
        int mapRgb = PartInstance.FIRST_BACKGROUND;
        for (BackgroundObject object : scene.background()) {
            Figure figure = Figure.of(
                    BirdShapes.BACKGROUND.get(object.shape()), object.color().rgb());
            layers.add(new Layer(figure, object.toPixels(pictureSize), mapRgb++));
        }
    }

    private void addBird() {
        PartCombination parts = scene.parts();
        Pose pose = scene.pose();
        parts.variant(Part.TAIL)
                .ifPresent(variant -> add(PartInstance.TAIL, tail(variant), joint(TAIL_X, TAIL_Y, pose.tailAngle())));
        parts.variant(Part.WING)
                .ifPresent(variant -> add(
                        PartInstance.WING02,
                        wing(variant).shaded(BACK_WING_SHADE),
                        shoulder(BACK_WING_ANGLE + pose.wingAngle())));
        parts.variant(Part.FOOT)
                .ifPresent(variant -> add(
                        PartInstance.FOOT02,
                        foot(variant).shaded(BACK_FOOT_SHADE),
                        joint(BACK_HIP_X, BACK_HIP_Y, -pose.legAngle())));
        add(PartInstance.BODY, Figure.of(BirdShapes.BODY, BODY_GREY).shaded(pose.brightness()), new AffineTransform());
        parts.variant(Part.FOOT)
                .ifPresent(variant ->
                        add(PartInstance.FOOT01, foot(variant), joint(FRONT_HIP_X, FRONT_HIP_Y, pose.legAngle())));
        parts.variant(Part.WING)
                .ifPresent(variant -> add(PartInstance.WING01, wing(variant), shoulder(pose.wingAngle())));
        parts.variant(Part.BEAK).ifPresent(variant -> add(PartInstance.BEAK, beak(variant), new AffineTransform()));
        parts.variant(Part.EYE).ifPresent(variant -> add(PartInstance.EYE01, eye(variant), new AffineTransform()));
    }

    private void add(PartInstance instance, Figure figure, AffineTransform jointToBird) {
        AffineTransform toPixels = new AffineTransform(birdToPixels);
        toPixels.concatenate(jointToBird);
        layers.add(new Layer(figure, toPixels, instance.mapRgb()));
    }

    private static Figure beak(int variant) {
        return painted(Part.BEAK, variant, BirdShapes.BEAKS);
    }

    private static Figure tail(int variant) {
        return painted(Part.TAIL, variant, BirdShapes.TAILS);
    }

    private static Figure wing(int variant) {
        return painted(Part.WING, variant, BirdShapes.WINGS);
    }

    private static Figure foot(int variant) {
        return Figure.of(BirdShapes.FEET.get(variant), FOOT_ORANGE);
    }

    private static Figure eye(int variant) {
        List<Shape> shapes = BirdShapes.EYES.get(variant);
        boolean darkOutside = variant == 1;
        return new Figure(List.of(
                new Figure.Area(shapes.get(0), darkOutside ? BLACK : WHITE),
                new Figure.Area(shapes.get(1), darkOutside ? WHITE : BLACK)));
    }

    private static Figure painted(Part part, int variant, List<Shape> shapes) {
        return Figure.of(
                shapes.get(part.model(variant)),
                part.color(variant).orElseThrow().rgb());
    }

    private static AffineTransform joint(double x, double y, double angle) {
        AffineTransform transform = AffineTransform.getTranslateInstance(x, y);
        transform.concatenate(BirdShapes.rotation(angle));
        return transform;
    }

    /** Wings are drawn in place and turn about the shoulder. */
    private static AffineTransform shoulder(double angle) {
        AffineTransform transform = joint(BirdShapes.SHOULDER_X, BirdShapes.SHOULDER_Y, angle);
        transform.translate(-BirdShapes.SHOULDER_X, -BirdShapes.SHOULDER_Y);
        return transform;
    }
}
