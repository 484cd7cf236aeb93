package io.protolab.gpu.bench;

import io.protolab.gpu.image.ImageDecoder;
import io.protolab.gpu.image.Preprocessing;
import io.protolab.gpu.tensor.SeededRandom;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;

/** Decoding and resizing a photograph of usual size on one thread, beside decoding alone. */
final class PreprocessingBench {
    private static final int WIDTH = 500;
    private static final int HEIGHT = 375;
    private static final int IMAGES = 8;

    private PreprocessingBench() {}

    static List<Measurement> measure(Stopwatch stopwatch) throws IOException {
        byte[] jpeg = photograph();
        Preprocessing preprocessing = new Preprocessing(224, Preprocessing.IMAGENET_MEAN, Preprocessing.IMAGENET_STD);
        double decode = stopwatch.fastest(() -> {
            for (int i = 0; i < IMAGES; i++) {
                ImageDecoder.decode(jpeg, "photograph");
            }
        });
        double whole = stopwatch.fastest(() -> {
            for (int i = 0; i < IMAGES; i++) {
                preprocessing.apply(ImageDecoder.decode(jpeg, "photograph"));
            }
        });
        Measurement bare = Measurement.of("decode JPEG 500×375, 1 thread", decode, IMAGES, "images/s");
        return List.of(
                bare,
                Measurement.of("decode, resize to 224, normalise, 1 thread", whole, IMAGES, "images/s")
                        .against(bare, 0.5));
    }

    /** Smooth areas, edges and grain, about 80 kB. */
    private static byte[] photograph() throws IOException {
        SeededRandom random = SeededRandom.of(7, "photograph");
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int base = (int) (120 + 80 * Math.sin(x / 23.0) * Math.cos(y / 31.0)) + (x / 60 + y / 50) % 2 * 30;
                int grain = random.nextInt(24);
                image.setRGB(x, y, (base + grain) << 16 | (base / 2 + grain) << 8 | (230 - base + grain));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", bytes);
        return bytes.toByteArray();
    }
}
