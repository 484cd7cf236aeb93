package io.protolab.cpu.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** A drawn PNG, read back. */
record Picture(BufferedImage image) {
    static Picture of(byte[] png) {
        try {
            return new Picture(Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(png))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int width() {
        return image.getWidth();
    }

    int height() {
        return image.getHeight();
    }

    int rgb(int x, int y) {
        return image.getRGB(x, y) & 0xFFFFFF;
    }

    /** Share of the pixels of a rectangle that are not paper, in [0, 1]. */
    double ink(int x, int y, int width, int height) {
        return (double) IntStream.range(0, width * height)
                        .filter(i -> rgb(x + i % width, y + i / width) != 0xFFFFFF)
                        .count()
                / (width * height);
    }

    /** Number of pixels of exactly one colour in a rectangle. */
    long count(int colour, int x, int y, int width, int height) {
        return IntStream.range(0, width * height)
                .filter(i -> rgb(x + i % width, y + i / width) == colour)
                .count();
    }
}
