package io.protolab.cpu.dataset;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Image files for tests: good ones that differ by a number, and damaged ones by name. */
final class ImageFiles {

    private final Path root;

    ImageFiles(Path root) {
        this.root = root;
    }

    /** Writes images {@code <folder>/0.png} to {@code <folder>/<count − 1>.png}. */
    ImageFiles with(String folder, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
            image.setRGB(0, 0, (folder + i).hashCode());
            ImageIO.write(image, "png", place(folder + "/" + i + ".png").toFile());
        }
        return this;
    }

    /** Copies an image of the test resources. */
    ImageFiles withCopy(String path, String resource) throws IOException {
        Files.write(place(path), resource(resource));
        return this;
    }

    Path place(String path) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.resolve("..").normalize());
        return file;
    }

    static byte[] resource(String name) throws IOException {
        try (InputStream input = ImageFiles.class.getResourceAsStream("/images/" + name)) {
            if (input == null) {
                throw new IOException("no test image " + name);
            }
            return input.readAllBytes();
        }
    }
}
