package io.protolab.cpu.report;

import io.protolab.platform.dataset.DatasetManifest;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;

/** The images of a manifest by row, opaque; the last ones asked for stay in memory. Not thread-safe. */
final class DatasetImages {
    private static final int KEPT = 128;

    private final DatasetManifest manifest;
    private final Map<Integer, BufferedImage> kept = new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, BufferedImage> eldest) {
            return size() > KEPT;
        }
    };

    DatasetImages(DatasetManifest manifest) {
        this.manifest = manifest;
    }

    /** @throws UncheckedIOException if the file is gone or no longer an image */
    BufferedImage row(int row) {
        return kept.computeIfAbsent(row, this::read);
    }

    private BufferedImage read(int row) {
        Path file = Path.of(manifest.root(), manifest.images().get(row).path());
        try (InputStream bytes = Files.newInputStream(file)) {
            BufferedImage image = ImageIO.read(bytes);
            if (image == null) {
                throw new IOException("no known image format");
            }
            return opaque(image);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read %s any more (%s); prepare the dataset %s again".formatted(file, e, manifest.name()),
                    e);
        }
    }

    private static BufferedImage opaque(BufferedImage image) {
        BufferedImage opaque = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                opaque.setRGB(x, y, image.getRGB(x, y));
            }
        }
        return opaque;
    }
}
