package io.protolab.cpu.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.dataset.ManifestImage;
import io.protolab.platform.dataset.Split;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HoldOutTest {

    @ParameterizedTest
    @CsvSource({"10, 0.2, 2", "7, 0.5, 4", "2, 0.1, 1", "3, 0.9, 2", "1, 0.5, 0", "10, 0, 0"})
    void takesItsShareOfEachClass_butNeverTheLastImage(int images, double share, int heldOut) {
        List<ManifestImage> split = HoldOut.apply(images(images, 3), Split.TEST, share, 0);

        Map<Integer, Long> byLabel = split.stream()
                .filter(image -> image.split() == Split.TEST)
                .collect(Collectors.groupingBy(ManifestImage::label, Collectors.counting()));
        for (int label = 0; label < 3; label++) {
            assertThat(byLabel.getOrDefault(label, 0L)).isEqualTo(heldOut);
        }
        assertThat(split)
                .extracting(ManifestImage::path)
                .containsExactlyElementsOf(
                        images(images, 3).stream().map(ManifestImage::path).toList());
    }

    @Test
    void dependsOnTheSeedButNotOnTheOrder() {
        List<ManifestImage> shuffled = new ArrayList<>(images(20, 3));
        Collections.reverse(shuffled);

        assertThat(heldOut(shuffled, 0)).isEqualTo(heldOut(images(20, 3), 0)).isNotEqualTo(heldOut(shuffled, 1));
    }

    @Test
    void keepsOtherImagesInPlace_whenOneIsAdded() {
        Set<String> before = heldOut(images(20, 1), 0);
        Set<String> after = heldOut(images(21, 1), 0);

        before.removeAll(after);
        assertThat(before).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void takesFromTheTrainingImagesOnly() {
        List<ManifestImage> tested = HoldOut.apply(images(10, 1), Split.TEST, 0.5, 0);

        List<ManifestImage> both = HoldOut.apply(tested, Split.VALIDATION, 0.4, 0);

        assertThat(both)
                .extracting(ManifestImage::split)
                .containsOnly(Split.TRAIN, Split.VALIDATION, Split.TEST)
                .filteredOn(split -> split == Split.TEST)
                .hasSize(5);
        assertThat(both).filteredOn(image -> image.split() == Split.VALIDATION).hasSize(2);
    }

    private static Set<String> heldOut(List<ManifestImage> images, long seed) {
        return HoldOut.apply(images, Split.TEST, 0.3, seed).stream()
                .filter(image -> image.split() == Split.TEST)
                .map(ManifestImage::path)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static List<ManifestImage> images(int perClass, int classes) {
        List<ManifestImage> images = new ArrayList<>();
        for (int label = 0; label < classes; label++) {
            for (int i = 0; i < perClass; i++) {
                images.add(
                        new ManifestImage(label + "/" + i + ".png", "", 1, 1, 1, label, Split.TRAIN, null, Map.of()));
            }
        }
        return images;
    }
}
