package io.protolab.cpu.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.Rectangle2D;
import org.junit.jupiter.api.Test;

class TypefaceTest {
    @Test
    void knowsTheWidthOfItsLetters() {
        assertThat(Typeface.REGULAR.width("0123456789", 100))
                .isCloseTo(10 * 55.6, within(0.5)); // digits are 1139 of 2048 units
        assertThat(Typeface.BOLD.width("prototype", 20)).isGreaterThan(Typeface.REGULAR.width("prototype", 20));
        assertThat(Typeface.REGULAR.width("", 20)).isZero();
    }

    @Test
    void standsOnItsBaseline() {
        Rectangle2D capital = Typeface.REGULAR.outline("H", 100).getBounds2D();

        assertThat(capital.getMaxY()).isCloseTo(0, within(0.1));
        assertThat(capital.getMinY()).isCloseTo(-68.8, within(0.5)); // cap height 1409 of 2048 units
    }

    @Test
    void drawsOneLetterAfterTheOther() {
        Rectangle2D two = Typeface.REGULAR.outline("HH", 100).getBounds2D();
        Rectangle2D one = Typeface.REGULAR.outline("H", 100).getBounds2D();

        assertThat(two.getWidth() - one.getWidth()).isCloseTo(Typeface.REGULAR.width("H", 100), within(0.1));
    }

    @Test
    void hasALetterForEverySignOfThePictures() {
        for (String sign : new String[] {"·", "×", "−", "…", "%", "é", "ß", "Ж"}) {
            assertThat(Typeface.REGULAR.outline(sign, 20)).as(sign).isNotNull();
            assertThat(Typeface.REGULAR.knows(sign.codePointAt(0))).as(sign).isTrue();
        }
    }

    @Test
    void cutsWhatDoesNotFit() {
        String cut = Typeface.REGULAR.fit("Black-footed Albatross", 15, 90);

        assertThat(cut).startsWith("Black").endsWith("…");
        assertThat(Typeface.REGULAR.width(cut, 15)).isLessThanOrEqualTo(90);
        assertThat(Typeface.REGULAR.fit("wren", 15, 90)).isEqualTo("wren");
    }
}
