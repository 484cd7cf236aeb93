package io.protolab.platform.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputRegionTest {
    @Test
    void stretchesTheWholeImage() {
        InputWindow window = InputRegion.WHOLE.window(300, 200, 100);

        assertThat(window.seen()).isEqualTo(new PixelBox(0, 0, 300, 200));
        assertThat(window.toImage(new PixelBox(50, 25, 25, 25))).isEqualTo(new PixelBox(150, 50, 75, 50));
        assertThat(window.across().pixelAt(0)).isEqualTo(1);
        assertThat(window.down().pixelAt(99)).isEqualTo(199);
    }

    @Test
    void losesTheEndsOfTheLongerSide() {
        InputWindow wide = InputRegion.centreOf(100).window(300, 200, 100);
        InputWindow tall = InputRegion.centreOf(100).window(200, 300, 100);

        assertThat(wide.seen()).isEqualTo(new PixelBox(50, 0, 200, 200));
        assertThat(tall.seen()).isEqualTo(new PixelBox(0, 50, 200, 200));
    }

    /** As {@code Resize(256)} and {@code CenterCrop(224)}: 500 × 333 becomes 384 × 256. */
    @Test
    void losesAMarginOnAllSides_whereTheShorterSideIsLongerThanTheInput() {
        InputWindow window = InputRegion.centreOf(256).window(500, 333, 224);

        assertThat(window.across()).isEqualTo(new InputAxis(0, 500, 384, 80));
        assertThat(window.down()).isEqualTo(new InputAxis(0, 333, 256, 16));
    }

    @Test
    void roundsMarginsToTheEvenNumber() {
        assertThat(InputRegion.centreOf(56).window(67, 56, 56).across().offset())
                .isEqualTo(6);
        assertThat(InputRegion.centreOf(56).window(65, 56, 56).across().offset())
                .isEqualTo(4);
    }

    @Test
    void cutsTheCentreFirst_whereAnImageHasIt() {
        InputRegion central = InputRegion.WHOLE.within(224);

        assertThat(central.window(256, 256, 112).seen()).isEqualTo(new PixelBox(16, 16, 224, 224));
        assertThat(central.window(256, 256, 112).across().pixelAt(0)).isEqualTo(17);
        assertThat(central.window(256, 200, 112).seen()).isEqualTo(new PixelBox(0, 0, 256, 200));
        assertThat(InputRegion.centreOf(112).within(224).window(300, 256, 112).seen())
                .isEqualTo(new PixelBox(38, 16, 224, 224));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"-, -, 224", "-, 224, 224", "-, 256, 224", "224, -, 224", "224, 120, 112", "-, 64, 64"})
    void mapsPointsBoxesAndMasksThereAndBack(Integer centre, Integer shortSide, int side) {
        for (int width : new int[] {224, 257, 640}) {
            InputAxis across =
                    new InputRegion(centre, shortSide).window(width, 301, side).across();
            double pixel = (double) across.length() / across.resized();
            for (int x = 0; x < side; x++) {
                assertThat(across.toInput(across.start() + (across.offset() + x) * pixel))
                        .as("point")
                        .isCloseTo(x, within(1e-9));
                assertThat(across.toInput(across.edgeAt(x)))
                        .as("edge of a box, rounded to whole pixels of the image")
                        .isLessThanOrEqualTo(x + 1e-9)
                        .isGreaterThan(x - 1 / pixel - 1e-9);
                double middle = across.toInput(across.pixelAt(x) + 0.5);
                assertThat(middle)
                        .as("pixel of a mask, nearest to the middle")
                        .isCloseTo(x + 0.5, within(0.5 / pixel + 1e-9));
            }
        }
    }

    @Test
    void givesTinyPatchesAPixel() {
        assertThat(InputRegion.WHOLE.window(3, 3, 8).toImage(new PixelBox(1, 1, 1, 1)))
                .isEqualTo(new PixelBox(0, 0, 1, 1));
    }
}
