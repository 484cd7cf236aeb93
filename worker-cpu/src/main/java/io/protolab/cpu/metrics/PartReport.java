package io.protolab.cpu.metrics;

import static io.protolab.cpu.metrics.Optionals.orNull;
import static java.util.Objects.requireNonNull;

import io.protolab.platform.evaluation.Explanations;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the prototypes do on the parts of the test images, as the settings define it and as the published code does.
 *
 * @param images with a part map
 * @param consistency absent if no prototype touches a part, likewise the other scores
 * @param stability absent also without explanations under noise
 */
record PartReport(
        int images,
        @Nullable Double consistency,
        int consistentPairs,
        int keptPairs,
        int droppedClasses,
        @Nullable Double consistencyPublished,
        @Nullable Double stability,
        int stabilityPrototypes,
        @Nullable Double stabilityPublished) {
    /**
     * Measures the images that have a part map.
     *
     * @param labels true class per image of {@code explanations}
     * @param masks by manifest row
     */
    static PartReport of(
            Explanations explanations,
            @Nullable Explanations noisy,
            int[] labels,
            Map<Integer, PartMasks> masks,
            MetricSettings settings) {
        int[] images = IntStream.range(0, explanations.images())
                .filter(image -> masks.containsKey(explanations.rows()[image]))
                .toArray();
        int[] ofImages = IntStream.of(images).map(image -> labels[image]).toArray();
        Touches touches = new Touches(images, labels, masks, settings.touchThreshold());
        List<PartTouch> clean = touches.of(explanations, settings.pairedParts());
        List<PartTouch> cleanPublished = touches.of(explanations, PairedParts.LAST);

        Consistency consistency = Consistency.of(clean, ofImages, settings.unseenPart(), settings.consistentAbove());
        OptionalDouble published = Consistency.asPublished(cleanPublished, ofImages, settings.consistentAbove());
        Stability stability = new Stability(0, 0, 0);
        Stability stabilityPublished = stability;
        if (noisy != null) {
            stability = Stability.of(clean, touches.of(noisy, settings.pairedParts()), settings.compared());
            stabilityPublished =
                    Stability.of(cleanPublished, touches.of(noisy, PairedParts.LAST), Stability.Compared.ELEMENT);
        }
        return new PartReport(
                images.length,
                orNull(consistency.score()),
                consistency.consistentCount(),
                consistency.pairCount(),
                consistency.droppedClassCount(),
                orNull(published),
                orNull(stability.score()),
                stability.prototypeCount(),
                orNull(stabilityPublished.score()));
    }

    private record Touches(int[] images, int[] labels, Map<Integer, PartMasks> masks, float threshold) {
        List<PartTouch> of(Explanations explanations, PairedParts pairedParts) {
            return IntStream.of(images)
                    .mapToObj(image -> {
                        ImageExplanation explanation = ImageExplanation.of(explanations, image, labels[image]);
                        PartMasks ofImage =
                                requireNonNull(masks.get(explanations.rows()[image]));
                        return PartTouch.of(
                                explanation.similarity(), explanation.importance(), ofImage, pairedParts, threshold);
                    })
                    .toList();
        }
    }
}
