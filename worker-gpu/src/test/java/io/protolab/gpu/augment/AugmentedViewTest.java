package io.protolab.gpu.augment;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.gpu.image.RgbImage;
import io.protolab.gpu.tensor.SeededRandom;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AugmentedViewTest {
    private static final RandomResizedCrop PAPER = new RandomResizedCrop(0.6, 1, 0.7, 1.1);
    private static final RgbImage SOURCE = GoldenViews.image("crop_source");

    @Test
    void dependsOnSeedPathAndViewAlone() {
        byte[] view = view(1, "a.jpg", 3);

        assertThat(view(1, "a.jpg", 3)).isEqualTo(view);
        assertThat(view(2, "a.jpg", 3)).isNotEqualTo(view);
        assertThat(view(1, "b.jpg", 3)).isNotEqualTo(view);
        assertThat(view(1, "a.jpg", 4)).isNotEqualTo(view);
    }

    @Test
    void isTheCropAlone_withoutSeverity() {
        RgbImage view = new AugmentedView(1, new RandomResizedCrop(1, 1, 1, 1), 0, 0)
                .apply(SOURCE.crop(0, 0, 60, 60), "a.jpg", 60);

        assertThat(view.rgb()).isEqualTo(SOURCE.crop(0, 0, 60, 60).rgb());
    }

    @Test
    void drawsEveryOperator_andMagnitudesFromTheFirstBinsOnly() {
        Set<Operator> drawn = EnumSet.noneOf(Operator.class);
        for (int i = 0; i < 200; i++) {
            for (AugMix.Chain chain :
                    AugMix.draw(2, 224, 224, SeededRandom.of(0, "mix", i)).chains()) {
                assertThat(chain.steps()).hasSizeBetween(1, 3);
                chain.steps().forEach(step -> {
                    drawn.add(step.operator());
                    Set<Float> allowed = IntStream.range(0, 2)
                            .mapToObj(bin -> step.operator().magnitude(bin, 224, 224))
                            .collect(Collectors.toSet());
                    assertThat(allowed).contains(Math.abs(step.magnitude()));
                });
            }
        }
        assertThat(drawn).hasSize(13);
    }

    @Test
    void weighsImageAndChainsToOneInTheMean() {
        double image = 0;
        double first = 0;
        for (int i = 0; i < 2000; i++) {
            AugMix mix = AugMix.draw(8, 224, 224, SeededRandom.of(0, "mix", i));
            double sum = mix.imageWeight()
                    + mix.chains().stream().mapToDouble(AugMix.Chain::weight).sum();
            assertThat(sum).isBetween(0.999999, 1.000001);
            image += mix.imageWeight() / 2000;
            first += mix.chains().get(0).weight() / 2000;
        }
        assertThat(image).isBetween(0.48, 0.52); // the mean of a uniform number
        assertThat(first).isBetween(0.15, 0.18); // a third of the other half
    }

    private static byte[] view(long seed, String path, int view) {
        return new AugmentedView(seed, PAPER, 8, view).apply(SOURCE, path, 56).rgb();
    }
}
