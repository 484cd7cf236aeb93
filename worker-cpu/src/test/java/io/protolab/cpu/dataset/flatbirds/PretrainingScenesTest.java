package io.protolab.cpu.dataset.flatbirds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PretrainingScenesTest {

    private final PretrainingScenes scenes = PretrainingScenes.forDemo(0);

    @Test
    void showsNoEvaluationClass() {
        Set<PartCombination> evaluation =
                new HashSet<>(FlatBirdsProfile.FLATBIRDS_10.classTable().classes());
        evaluation.addAll(FlatBirdsProfile.FLATBIRDS_20.classTable().classes());

        assertThat(IntStream.range(0, 20_000)
                        .mapToObj(scenes::scene)
                        .map(BirdScene::parts)
                        .filter(evaluation::contains))
                .isEmpty();
    }

    @Test
    void removesPartsFromAboutHalfOfThePictures() {
        long complete = IntStream.range(0, 4000)
                .filter(index -> scenes.scene(index).parts().variants().size() == 5)
                .count();
        long empty = IntStream.range(0, 4000)
                .filter(index -> scenes.scene(index).parts().variants().isEmpty())
                .count();

        assertThat(complete).isBetween(2200L, 2470L); // 1/2 + 1/12
        assertThat(empty).isBetween(270L, 400L); // 1/12
    }

    @Test
    void namesTheVariantInItsGroupAndMarksRemovedParts() {
        for (int index = 0; index < 200; index++) {
            int[] variants = scenes.sample(index).variants();
            PartCombination bird = scenes.scene(index).parts();
            for (Part part : Part.ALL) {
                int id = variants[Part.ALL.indexOf(part)];
                if (bird.has(part)) {
                    assertThat(id - part.firstVariantId()).isBetween(0, part.variants() - 1);
                } else {
                    assertThat(id).isEqualTo(-1);
                }
            }
        }
        assertThat(Part.VARIANT_COUNT).isEqualTo(26);
    }

    @Test
    void marksAPatchThatShowsAtLeastSixPixelsOfAPart() {
        int[] pixels = new int[16 * 16];
        Arrays.fill(pixels, 0, 5, PartInstance.BEAK.mapRgb()); // patch 0: 5 of 64
        Arrays.fill(pixels, 8, 14, PartInstance.WING02.mapRgb()); // patch 1: 6 of 64
        Arrays.fill(pixels, 8 * 16, 8 * 16 + 3, PartInstance.FOOT01.mapRgb()); // patch 2: 3 + 3 of both feet
        Arrays.fill(pixels, 9 * 16, 9 * 16 + 3, PartInstance.FOOT02.mapRgb());

        PretrainingSample sample =
                PretrainingSample.of(new byte[0], new PartMap(16, pixels), PartCombination.of(0, 0, 0, 0, 0), 8);

        byte[] expected = new byte[4 * PretrainingSample.PARTS];
        expected[PretrainingSample.PARTS + Part.ALL.indexOf(Part.WING)] = 1;
        expected[2 * PretrainingSample.PARTS + Part.ALL.indexOf(Part.FOOT)] = 1;
        assertThat(sample.parts()).isEqualTo(expected);
    }

    @Test
    void repeatsAPictureExactly() {
        assertThat(PretrainingScenes.forDemo(0).sample(42).rgb())
                .hasSize(64 * 64 * 3)
                .isEqualTo(scenes.sample(42).rgb())
                .isNotEqualTo(PretrainingScenes.forDemo(1).sample(42).rgb());
    }
}
