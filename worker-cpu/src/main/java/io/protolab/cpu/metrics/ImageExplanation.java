package io.protolab.cpu.metrics;

import io.protolab.platform.evaluation.Explanations;
import java.util.Arrays;

/**
 * The explanation of one image for one class.
 *
 * @param similarity [prototype][cell] on a square grid
 * @param importance per prototype, not cut
 */
record ImageExplanation(float[][] similarity, float[] importance) {
    static ImageExplanation of(Explanations explanations, int image, int classIndex) {
        int cells = explanations.grid() * explanations.grid();
        float[][] similarity = new float[explanations.prototypes()][];
        float[] importance = new float[explanations.prototypes()];
        for (int prototype = 0; prototype < importance.length; prototype++) {
            int first = (image * explanations.prototypes() + prototype) * cells;
            similarity[prototype] = Arrays.copyOfRange(explanations.similarityMaps(), first, first + cells);
            importance[prototype] = explanations.importance(image, prototype, classIndex);
        }
        return new ImageExplanation(similarity, importance);
    }
}
