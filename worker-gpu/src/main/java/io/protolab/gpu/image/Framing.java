package io.protolab.gpu.image;

import org.jspecify.annotations.Nullable;

/**
 * How an image of any shape becomes a square.
 *
 * @param shortSide length that the shorter side is resized to before the centre is cut out, as torchvision's Resize and CenterCrop do it;
 *     null to resize both sides to the square without regard to the aspect ratio
 * @param filter of the resize
 */
public record Framing(@Nullable Integer shortSide, ResizeFilter filter) {
    /** The whole image, as ProtoS-ViT sees its test images. */
    public static final Framing STRETCHED = new Framing(null, ResizeFilter.BILINEAR);

    /** A square of that many pixels per side. */
    RgbImage apply(RgbImage image, int side) {
        if (shortSide == null) {
            return image.resize(side, side, filter);
        }
        boolean upright = image.height() > image.width();
        int longSide = upright ? image.height() : image.width();
        int other = (int) ((double) ((long) shortSide * longSide) / Math.min(image.width(), image.height()));
        RgbImage resized = upright ? image.resize(shortSide, other, filter) : image.resize(other, shortSide, filter);
        return resized.crop(offset(resized.width(), side), offset(resized.height(), side), side, side);
    }

    /** Halves go to the even number. */
    private static int offset(int length, int side) {
        return (int) Math.rint((length - side) / 2.0);
    }
}
