package io.protolab.gpu.image;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.protolab.platform.dataset.InputAxis;
import io.protolab.platform.dataset.InputRegion;
import io.protolab.platform.dataset.InputWindow;
import org.jspecify.annotations.Nullable;

/**
 * How an image of any shape becomes a square.
 *
 * @param region that the square shows
 * @param filter of the resize
 */
public record Framing(
        @JsonUnwrapped InputRegion region, // content addresses of feature sets know its fields here
        ResizeFilter filter) {
    /** The whole image, as ProtoS-ViT sees its test images. */
    public static final Framing STRETCHED = new Framing(InputRegion.WHOLE, ResizeFilter.BILINEAR);

    /** The same, of the central square of that side. */
    Framing within(@Nullable Integer square) {
        return new Framing(region.within(square), filter);
    }

    /** A square of that many pixels per side. */
    RgbImage apply(RgbImage image, int side) {
        InputWindow window = region.window(image.width(), image.height(), side);
        InputAxis across = window.across();
        InputAxis down = window.down();
        return image.crop(across.start(), down.start(), across.length(), down.length())
                .resize(across.resized(), down.resized(), filter)
                .crop(across.offset(), down.offset(), side, side);
    }
}
