package io.protolab.gpu.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.gpu.image.Framing;
import io.protolab.gpu.image.Preprocessing;
import io.protolab.gpu.image.ResizeFilter;
import io.protolab.platform.dataset.InputRegion;
import io.protolab.platform.dataset.ManifestImage;
import io.protolab.platform.dataset.Split;
import io.protolab.platform.evaluation.PrototypeCatalogue.TopPatch;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopPatchesTest {
    private static final Preprocessing STRETCHED =
            new Preprocessing(8, Preprocessing.IMAGENET_MEAN, Preprocessing.IMAGENET_STD);

    private static final List<ManifestImage> IMAGES = Collections.nCopies(
            9, new ManifestImage("a.png", "0".repeat(64), 1, 101, 50, 0, Split.TRAIN, null, Map.of()));

    @Test
    void keepsTheBestImages_theEarlierOfEqualOnes() {
        TopPatches top = new TopPatches(1, 4, 2);
        float[] scores = {0.5f, 0.9f, 0, 0.9f, 0.9f};
        for (int row = 0; row < scores.length; row++) {
            top.offer(row, 0, new HeadOutputs(new float[0], new float[] {scores[row]}, new float[] {0, 0, 1, 0}));
        }

        assertThat(top.of(0, IMAGES, STRETCHED)).extracting(TopPatch::row).containsExactly(1, 3);
    }

    @Test
    void marksTheLargestCellInPixelsOfTheOriginal() {
        TopPatches top = new TopPatches(1, 4, 1);
        top.offer(7, 0, new HeadOutputs(new float[0], new float[] {1}, new float[] {0.1f, 0.2f, 0.2f, 0.9f}));

        assertThat(top.of(0, IMAGES, STRETCHED)).containsExactly(new TopPatch(7, 50, 25, 51, 25, 1));
    }

    @Test
    void marksNothingThatTheBackboneDidNotSee() {
        TopPatches top = new TopPatches(1, 4, 1);
        top.offer(7, 0, new HeadOutputs(new float[0], new float[] {1}, new float[] {0.9f, 0.2f, 0.2f, 0.1f}));
        Framing centre = new Framing(InputRegion.centreOf(10), ResizeFilter.BILINEAR);

        // 101 × 50 becomes 20 × 10, whose 8 × 8 in the middle begin at (6, 1)
        assertThat(top.of(0, IMAGES, STRETCHED.withFraming(centre))).containsExactly(new TopPatch(7, 30, 5, 20, 20, 1));
    }

    @Test
    void showsNothingOfAPrototypeThatNeverFires() {
        TopPatches top = new TopPatches(1, 4, 3);
        top.offer(0, 0, new HeadOutputs(new float[0], new float[] {0}, new float[4]));

        assertThat(top.of(0, IMAGES, STRETCHED)).isEmpty();
    }
}
