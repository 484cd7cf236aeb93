package io.protolab.cpu.dataset.flatbirds;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Square pictures as opaque RGBA PNG, the pixel format of the FunnyBirds archive. */
final class PngBytes {

    private static final int OPAQUE = 0xFF000000;

    private PngBytes() {}

    /** @param rgb size · size · 3 bytes, row by row, red, green, blue */
    static byte[] ofRgb(byte[] rgb, int size) {
        int[] pixels = new int[size * size];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = ((rgb[3 * i] & 0xFF) << 16) | ((rgb[3 * i + 1] & 0xFF) << 8) | (rgb[3 * i + 2] & 0xFF);
        }
        return encode(pixels, size);
    }

    static byte[] ofMap(PartMap map) {
        return encode(map.pixels(), map.size());
    }

    private static byte[] encode(int[] rgb, int size) {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                image.setRGB(x, y, OPAQUE | rgb[y * size + x]);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", stream);
        } catch (IOException e) {
            throw new UncheckedIOException("writing into memory does not fail", e);
        }
        return bytes.toByteArray();
    }
}
