package io.protolab.cpu.metrics;

import io.protolab.platform.dataset.InputWindow;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Reads the part map of an image as the model sees the image: cut and resized alike, but without mixing colours. */
final class PartMapFile {
    private PartMapFile() {}

    /**
     * Reads what the window shows, nearest neighbour with pixel centres.
     *
     * @throws IOException if the file is not a readable image
     */
    static PartMasks read(Path file, InputWindow window, PartPalette palette) throws IOException {
        BufferedImage image = read(file);
        int size = window.side();
        int[] pixels = new int[size * size];
        for (int row = 0; row < size; row++) {
            int y = window.down().pixelAt(row);
            for (int column = 0; column < size; column++) {
                pixels[row * size + column] = image.getRGB(window.across().pixelAt(column), y);
            }
        }
        return PartMasks.of(pixels, size, palette);
    }

    private static BufferedImage read(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            BufferedImage image = ImageIO.read(bytes);
            if (image == null) {
                throw new IOException("no known image format");
            }
            return image;
        } catch (IOException e) {
            throw new IOException("cannot read the part map %s (%s); prepare the dataset again".formatted(file, e), e);
        }
    }
}
