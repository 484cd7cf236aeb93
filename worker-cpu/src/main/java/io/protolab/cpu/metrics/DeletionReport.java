package io.protolab.cpu.metrics;

import static io.protolab.cpu.metrics.Optionals.orNull;

import io.protolab.platform.evaluation.Deletions;
import io.protolab.platform.evaluation.Explanations;
import io.protolab.platform.evaluation.Predictions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Single deletion over the images that have one rendering per removed part.
 *
 * @param score absent if no image counts
 * @param definedImages images with a correlation
 * @param undefinedImages images whose drops or importances are all equal
 * @param imageScores by manifest row; absent where undefined
 */
record DeletionReport(@Nullable Double score, int definedImages, int undefinedImages, List<ImageScore> imageScores) {
    /** The score of one image. */
    record ImageScore(int row, @Nullable Double score) {}

    /**
     * Compares the drops with the importance of the parts.
     *
     * @param predictions on the whole images, aligned with {@code explanations}
     * @param masks by manifest row
     * @throws IllegalArgumentException if an image with deletions is not explained or has no part map
     */
    static DeletionReport of(
            Predictions predictions,
            Explanations explanations,
            Deletions deletions,
            Map<Integer, PartMasks> masks,
            MetricSettings settings) {
        Map<Integer, Integer> imageOfRow = new HashMap<>();
        for (int image = 0; image < explanations.images(); image++) {
            imageOfRow.put(explanations.rows()[image], image);
        }
        int count = deletions.rows().length;
        float[] logit = new float[count];
        float[][] without = new float[count][deletions.parts()];
        double[][] importance = new double[count][];
        for (int i = 0; i < count; i++) {
            Integer image = imageOfRow.get(deletions.rows()[i]);
            PartMasks ofImage = masks.get(deletions.rows()[i]);
            if (image == null || ofImage == null) {
                throw new IllegalArgumentException("row %d has deletions, but %s; prepare the dataset again"
                        .formatted(deletions.rows()[i], image == null ? "no explanation" : "no part map"));
            }
            int label = predictions.labels()[image];
            logit[i] = predictions.logits()[image * predictions.classes() + label];
            for (int part = 0; part < deletions.parts(); part++) {
                without[i][part] = deletions.logits()[(i * deletions.parts() + part) * deletions.classes() + label];
            }
            ImageExplanation explanation = ImageExplanation.of(explanations, image, label);
            importance[i] = PartImportance.of(
                    AttributionMap.of(
                            explanation.similarity(), explanation.importance(), ofImage.size(), settings.zeroMap()),
                    ofImage);
        }
        return of(SingleDeletion.of(logit, without, importance), deletions.rows(), settings.undefined());
    }

    private static DeletionReport of(SingleDeletion deletion, int[] rows, SingleDeletion.Undefined undefined) {
        List<ImageScore> scores = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            scores.add(new ImageScore(rows[i], orNull(deletion.images().get(i))));
        }
        return new DeletionReport(
                orNull(deletion.score(undefined)),
                rows.length - deletion.undefinedCount(),
                deletion.undefinedCount(),
                scores);
    }
}
