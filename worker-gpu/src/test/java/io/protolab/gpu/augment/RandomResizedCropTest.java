package io.protolab.gpu.augment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.gpu.image.RgbImage;
import io.protolab.gpu.tensor.SeededRandom;
import org.junit.jupiter.api.Test;

class RandomResizedCropTest {
    private static final RandomResizedCrop PAPER = new RandomResizedCrop(0.6, 1, 0.7, 1.1);

    @Test
    void sizesAttemptsAsTorchvisionDoes() {
        GoldenViews.each("attempts").forEach(given -> {
            CropWindow size = RandomResizedCrop.sized(
                    number(given, "width"),
                    number(given, "height"),
                    given.get("area_fraction").asDouble(),
                    given.get("log_ratio").asDouble());

            assertThat(size).isEqualTo(new CropWindow(0, 0, number(given, "crop_width"), number(given, "crop_height")));
        });
    }

    @Test
    void fallsBackToTheCentreAsTorchvisionDoes() {
        GoldenViews.each("central_crops")
                .forEach(given -> assertThat(PAPER.central(number(given, "width"), number(given, "height")))
                        .isEqualTo(new CropWindow(
                                number(given, "left"),
                                number(given, "top"),
                                number(given, "crop_width"),
                                number(given, "crop_height"))));
    }

    /** The golden crops are of Pillow 13, which filters the height of tall images first and rounds elsewhere there. */
    @Test
    void resizesACropAsTorchvisionDoes() {
        RgbImage source = GoldenViews.image("crop_source");

        GoldenViews.each("resized_crops").forEach(given -> {
            int width = number(given, "width");
            int height = number(given, "height");
            RgbImage crop = source.crop(number(given, "left"), number(given, "top"), width, height)
                    .resize(56, 56);

            boolean heightFirst = height > 56 && height - 56 > 2 * (width - 56);
            assertThat(greatestDifference(
                            crop, GoldenViews.image(given.get("key").asText())))
                    .as("%s", given)
                    .isLessThanOrEqualTo(heightFirst ? 1 : 0);
        });
    }

    @Test
    void drawsWindowsInsideTheImageThatKeepTheirBounds() {
        for (int i = 0; i < 1000; i++) {
            CropWindow window = PAPER.draw(400, 300, SeededRandom.of(3, "crop", i));

            double share = window.width() * window.height() / (400.0 * 300);
            double ratio = (double) window.width() / window.height();
            assertThat(share).isBetween(0.59, 1.0);
            assertThat(ratio).isBetween(0.69, 1.11);
            assertThat(window.x()).isBetween(0, 400 - window.width());
            assertThat(window.y()).isBetween(0, 300 - window.height());
        }
    }

    @Test
    void takesTheWholeOfASinglePixel() {
        assertThat(PAPER.draw(1, 1, SeededRandom.of(0, "crop"))).isEqualTo(new CropWindow(0, 0, 1, 1));
    }

    private static int number(JsonNode given, String field) {
        return given.get(field).asInt();
    }

    private static int greatestDifference(RgbImage actual, RgbImage expected) {
        int greatest = 0;
        for (int i = 0; i < expected.rgb().length; i++) {
            greatest = Math.max(greatest, Math.abs((actual.rgb()[i] & 0xFF) - (expected.rgb()[i] & 0xFF)));
        }
        return greatest;
    }
}
