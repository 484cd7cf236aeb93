package io.protolab.cpu.dataset.flatbirds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class BirdRendererTest {

    private static final int SIZE = 64;
    private static final PartCombination BIRD = PartCombination.of(2, 1, 3, 5, 4);
    private static final byte[] SKY = {85, 85, (byte) 153};

    private final BirdRenderer renderer = new BirdRenderer(SIZE);

    @Test
    void drawsTheSameBytesForTheSameScene() {
        BirdScene scene = scene(5);

        assertThat(new BirdRenderer(SIZE).rgb(scene)).isEqualTo(renderer.rgb(scene));
        assertThat(new BirdRenderer(SIZE).partMap(scene).pixels())
                .isEqualTo(renderer.partMap(scene).pixels());
    }

    @ParameterizedTest
    @EnumSource(Part.class)
    void removesOnePartFromTheMapAndNothingElse(Part removed) {
        BirdScene scene = scene(5);
        Set<Part> kept = EnumSet.complementOf(EnumSet.of(removed));

        PartMap before = renderer.partMap(scene);
        PartMap after = renderer.partMap(scene.keeping(kept));

        for (PartInstance instance : PartInstance.values()) {
            boolean gone = instance.part().filter(removed::equals).isPresent();
            if (gone) {
                assertThat(after.count(instance)).isZero();
            } else {
                assertThat(after.count(instance)).isGreaterThanOrEqualTo(before.count(instance));
            }
        }
        assertThat(before.pixels()).isNotEqualTo(after.pixels());
        assertThat(IntStream.range(0, SIZE * SIZE).filter(i -> before.pixels()[i] != after.pixels()[i]))
                .allMatch(i -> shows(before.pixels()[i], removed));
    }

    @Test
    void changesOnlyPixelsAroundARemovedPart() {
        BirdScene scene = scene(5);
        byte[] before = renderer.rgb(scene);
        byte[] after = renderer.rgb(scene.keeping(EnumSet.complementOf(EnumSet.of(Part.EYE))));

        long changed = IntStream.range(0, SIZE * SIZE)
                .filter(i -> before[3 * i] != after[3 * i])
                .count();

        assertThat(changed).isBetween(5L, 80L);
    }

    @Test
    void showsSkyWhereTheMapShowsNothing() {
        BirdScene scene = new BirdScene(BIRD, Pose.NEUTRAL, List.of());
        byte[] rgb = renderer.rgb(scene);

        assertThat(renderer.partMap(scene).pixels()[0]).isZero();
        assertThat(Arrays.copyOf(rgb, 3)).isEqualTo(SKY);
    }

    @Test
    void showsEveryPartInAlmostAllPicturesOf64Pixels() {
        int pictures = 200;
        for (Part part : Part.ALL) {
            long shown = IntStream.range(0, pictures)
                    .filter(index -> Arrays.stream(
                                    renderer.partMap(scene(index)).pixels())
                            .anyMatch(pixel -> shows(pixel, part)))
                    .count();
            assertThat(shown).as(part.key()).isGreaterThanOrEqualTo(pictures * 99 / 100);
        }
    }

    @Test
    void paintsBackgroundObjectsBehindTheBirdInNumberedColours() {
        BackgroundObject coverAll = new BackgroundObject(1, PaintColor.RED, 0, 0, 200, 200, 0);
        BirdScene bare = new BirdScene(BIRD, Pose.NEUTRAL, List.of());
        BirdScene covered = new BirdScene(BIRD, Pose.NEUTRAL, List.of(coverAll, coverAll));

        int[] before = renderer.partMap(bare).pixels();
        int[] after = renderer.partMap(covered).pixels();

        assertThat(IntStream.range(0, SIZE * SIZE))
                .allMatch(i -> after[i] == (before[i] == 0 ? PartInstance.FIRST_BACKGROUND + 1 : before[i]));
    }

    @Test
    void countsHiddenPixelsInTheAmodalMap() {
        BirdScene scene = new BirdScene(BIRD, Pose.NEUTRAL, List.of());
        PartInstance hidden = PartInstance.WING02;

        assertThat(renderer.amodalMap(scene, hidden).count(hidden))
                .isGreaterThan(renderer.partMap(scene).count(hidden));
    }

    private static BirdScene scene(int index) {
        return BirdScene.draw(BIRD, new FieldRandom(11, "test", index), SIZE, 4);
    }

    private static boolean shows(int pixel, Part part) {
        return Arrays.stream(PartInstance.values())
                .filter(instance -> instance.mapRgb() == pixel)
                .anyMatch(instance -> instance.part().filter(part::equals).isPresent());
    }
}
