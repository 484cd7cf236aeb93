package io.protolab.cpu.dataset.flatbirds;

/**
 * Which part of the bird each pixel shows.
 *
 * @param size pixels per side
 * @param pixels {@code 0xRRGGBB} row by row, size · size values: {@link PartInstance#mapRgb()}, {@code 0xCCCCCC} plus the
 *     number of a background object, or 0 for the sky
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its pixels in tests only, never as a key
public record PartMap(int size, int[] pixels) {

    /** Number of pixels that show this instance. */
    public int count(PartInstance instance) {
        int count = 0;
        for (int pixel : pixels) {
            if (pixel == instance.mapRgb()) {
                count++;
            }
        }
        return count;
    }
}
