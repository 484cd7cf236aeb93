package io.protolab.platform.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Which part of images of any size a backbone sees, by torchvision's rules.
 *
 * @param centre side of the central square that is cut out of the image before anything else, as {@code CenterCrop} does it; null for the
 *     whole image, which an image that is smaller also is
 * @param shortSide length to which the shorter side is resized before the input is cut out of the centre, as {@code Resize} and
 *     {@code CenterCrop} do it; null to resize both sides to the input's without regard to the aspect ratio
 */
public record InputRegion(
        @JsonInclude(JsonInclude.Include.NON_NULL) // a feature set that has none keeps its content address
        @Nullable
        Integer centre,

        @Nullable Integer shortSide) {
    /** The whole image, stretched. */
    public static final InputRegion WHOLE = new InputRegion(null, null);

    /** Keeps the aspect ratio and loses the ends of the longer side. */
    public static InputRegion centreOf(int shortSide) {
        return new InputRegion(null, shortSide);
    }

    /** The same of the central square, or of the whole image if there is none. */
    public InputRegion within(@Nullable Integer square) {
        return new InputRegion(square, shortSide);
    }

    /** What is seen of an image by a backbone whose input has that side. */
    public InputWindow window(int width, int height, int side) {
        int keptWidth = width;
        int keptHeight = height;
        if (centre != null && centre <= Math.min(width, height)) {
            keptWidth = centre;
            keptHeight = centre;
        }
        return new InputWindow(
                axis(width, keptWidth, resized(keptWidth, keptHeight, side), side),
                axis(height, keptHeight, resized(keptHeight, keptWidth, side), side),
                side);
    }

    private int resized(int length, int other, int side) {
        if (shortSide == null) {
            return side;
        }
        return length <= other ? shortSide : (int) ((double) ((long) shortSide * length) / other);
    }

    private static InputAxis axis(int whole, int kept, int resized, int side) {
        return new InputAxis(margin(whole, kept), kept, resized, margin(resized, side));
    }

    /** Before a part in the middle; halves go to the even number. */
    private static int margin(int whole, int part) {
        return (int) Math.rint((whole - part) / 2.0);
    }
}
