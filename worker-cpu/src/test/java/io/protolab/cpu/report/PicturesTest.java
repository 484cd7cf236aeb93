package io.protolab.cpu.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.platform.experiment.EpochMetrics;
import java.awt.image.BufferedImage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PicturesTest {
    private static final Caption CAPTION = new Caption("Title", "what on what", "trial t-0");
    private static final int BLUE = 0x0072B2;
    private static final int SKY = 0x555599;
    private static final int SPOT = 0x28A53C;

    @Test
    void trainingCurvesFillFourPanels() {
        Picture picture = twice(() -> TrainingCurves.draw(CAPTION, epochs(30), 29));

        assertThat(picture.width()).isEqualTo(1600);
        assertThat(picture.height()).isEqualTo(1004);
        assertThat(picture.count(BLUE, 110, 145, 650, 340)).as("cross entropy").isGreaterThan(300);
        assertThat(picture.count(BLUE, 880, 145, 650, 340)).as("train accuracy").isGreaterThan(300);
        assertThat(picture.count(BLUE, 110, 575, 650, 330))
                .as("active prototypes")
                .isGreaterThan(300);
        assertThat(picture.count(BLUE, 880, 575, 650, 330)).as("learning rate").isGreaterThan(300);
        assertThat(picture.ink(0, 0, 40, 1004)).as("margin").isZero();
    }

    @Test
    void trainingCurvesShowASingleEpoch() {
        Picture picture = Picture.of(TrainingCurves.draw(CAPTION, epochs(1), 0));

        assertThat(picture.count(BLUE, 880, 110, 700, 400)).isGreaterThan(20);
    }

    @Test
    void heatMapColoursACellByItsWeight() {
        double[][] weights = {{2, 0, 0}, {0, 2, 0}, {0, 0, 0.011}};

        Picture picture = twice(() ->
                ClassWeightHeatMap.draw(CAPTION, List.of("robin", "wren", "finch"), new int[] {0, 4, 9}, weights));

        assertThat(picture.width()).isEqualTo(1600);
        assertThat(picture.count(0x08306B, 0, 180, 1400, 140))
                .as("largest weight")
                .isGreaterThan(2 * 30 * 30);
        assertThat(picture.count(BLUE, 0, 290, 1400, 60))
                .as("chip of prototype 4")
                .isGreaterThan(100);
    }

    @Test
    void heatMapRefusesWeightsOfOtherClasses() {
        assertThatThrownBy(
                        () -> ClassWeightHeatMap.draw(CAPTION, List.of("a", "b"), new int[] {0}, new double[][] {{1}}))
                .hasMessage("a heat map of 2 classes, 1 rows of weights and 1 active prototypes");
    }

    @Test
    void heatMapGrowsWithItsPrototypes() {
        double[][] weights = new double[2][200];

        Picture picture = Picture.of(ClassWeightHeatMap.draw(
                CAPTION, List.of("a", "b"), IntStream.range(0, 200).toArray(), weights));

        assertThat(picture.width()).isGreaterThan(200 * 13);
    }

    @Test
    void galleryShowsPatchesAndWhereTheyAre() {
        GalleryPrototype prototype = new GalleryPrototype(
                4,
                0.25,
                List.of(new GalleryPrototype.ServedClass("robin", 2)),
                List.of(
                        new GalleryPrototype.Patch(scene(), 32, 32, 16, 16, 1.5),
                        new GalleryPrototype.Patch(scene(), -5, 60, 24, 24, 1.2)));

        Picture picture = twice(() -> PrototypeGallery.draw(CAPTION, List.of(prototype, prototype)));

        assertThat(picture.height()).isEqualTo(100 + 2 * 270 + 44);
        assertThat(picture.rgb(330 + 69, 116 + 69))
                .as("middle of the first patch")
                .isEqualTo(SPOT);
        assertThat(picture.rgb(330 + 154 + 69, 116 + 69))
                .as("middle of the second")
                .isEqualTo(SKY);
        assertThat(picture.rgb(60, 120)).as("chip").isEqualTo(BLUE);
        assertThat(picture.ink(330 + 2 * 154, 110, 900, 250))
                .as("no third patch")
                .isZero();
    }

    @Test
    void explanationSheetFramesARightAnswerGreen_andAWrongOneRed() {
        Picture right = twice(() -> ExplanationSheet.draw(CAPTION, explanation("robin")));
        Picture wrong = Picture.of(ExplanationSheet.draw(CAPTION, explanation("wren")));

        assertThat(right.width()).isEqualTo(1600);
        assertThat(right.height()).isEqualTo(900);
        assertThat(right.rgb(44, 300)).isEqualTo(0x1B8A5A);
        assertThat(wrong.rgb(44, 300)).isEqualTo(0xC8322B);
    }

    @Test
    void explanationSheetStacksTheImportancesToTheLogit() {
        Picture picture = Picture.of(ExplanationSheet.draw(CAPTION, explanation("robin")));

        int left = 308;
        double unit = (1600 - 48 - 90 - left) / 4.0; // pixels per unit of a logit of 4
        assertThat(picture.rgb(left + 10, 655)).as("prototype 4").isEqualTo(BLUE);
        assertThat(picture.rgb((int) (left + 2.9 * unit), 655))
                .as("prototype 2")
                .isEqualTo(0x009E73);
        assertThat(picture.rgb((int) (left + 3.9 * unit), 655)).as("others").isEqualTo(0xC9CDD4);
        assertThat(picture.rgb((int) (left + 0.9 * unit), 729)).as("runner-up").isEqualTo(BLUE);
        assertThat(picture.rgb((int) (left + 1.9 * unit), 729))
                .as("after the runner-up")
                .isNotEqualTo(BLUE);
    }

    @Test
    void explanationRefusesSumsOfOtherPrototypes() {
        Explanation.Sum sum = new Explanation.Sum("robin", List.of(1.0), 0);

        assertThatThrownBy(() -> new Explanation(scene(), "robin", 1, List.of(), sum, sum))
                .hasMessage("class robin has 1 importances for 0 prototypes shown");
    }

    private static Explanation explanation(String trueClass) {
        float[] map = new float[16];
        map[5] = 0.9f;
        return new Explanation(
                scene(),
                trueClass,
                0.9,
                List.of(
                        new Explanation.Contribution(4, map, 4, 1.25, 2, List.of(scene())),
                        new Explanation.Contribution(2, new float[16], 4, 1, 1, List.of())),
                new Explanation.Sum("robin", List.of(2.5, 1.0), 0.5),
                new Explanation.Sum("wren", List.of(1.0, 0.0), 0.0));
    }

    private static List<EpochMetrics> epochs(int count) {
        return IntStream.range(0, count)
                .mapToObj(epoch -> new EpochMetrics(
                        epoch,
                        Map.of(
                                EpochMetrics.LOSS,
                                3.0 / (epoch + 1),
                                EpochMetrics.LOSS_CROSS_ENTROPY,
                                2.5 / (epoch + 1),
                                EpochMetrics.LOSS_SPARSITY,
                                epoch * 0.01,
                                EpochMetrics.TRAIN_ACCURACY,
                                1 - 1.0 / (epoch + 1.5),
                                EpochMetrics.LEARNING_RATE,
                                0.003,
                                EpochMetrics.ACTIVE_PROTOTYPES,
                                60.0),
                        1.5,
                        Instant.EPOCH))
                .toList();
    }

    /** Sky with a green square in the middle. */
    private static BufferedImage scene() {
        BufferedImage scene = new BufferedImage(80, 80, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 80 * 80; i++) {
            boolean spot = Math.abs(i % 80 - 40) < 12 && Math.abs(i / 80 - 40) < 12;
            scene.setRGB(i % 80, i / 80, spot ? SPOT : SKY);
        }
        return scene;
    }

    /** Draws again and expects the same bytes. */
    private static Picture twice(Supplier<byte[]> drawing) {
        byte[] once = drawing.get();
        assertThat(drawing.get()).isEqualTo(once);
        return Picture.of(once);
    }
}
