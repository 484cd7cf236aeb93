package io.protolab.platform.dataset;

/**
 * The rectangle of one image that a backbone sees, and the only place that knows how points, boxes and masks go from one to the other.
 *
 * @param across from left to right
 * @param down from top to bottom
 * @param side of the input in pixels
 */
public record InputWindow(InputAxis across, InputAxis down, int side) {
    /** The box of the image under a box of the input; at least one pixel. */
    public PixelBox toImage(PixelBox input) {
        int left = across.edgeAt(input.x());
        int top = down.edgeAt(input.y());
        return new PixelBox(
                left,
                top,
                Math.max(1, across.edgeAt(input.x() + input.width()) - left),
                Math.max(1, down.edgeAt(input.y() + input.height()) - top));
    }

    /** What the backbone sees, in pixels of the image. */
    public PixelBox seen() {
        return toImage(new PixelBox(0, 0, side, side));
    }
}
