package io.protolab.gpu.training;

import io.protolab.platform.experiment.LossSpec.ClassWeightsSpec;
import java.util.List;

/** The weights of the classes in the cross entropy. Only their ratios matter, because it divides by those of the batch. */
final class ClassWeights {
    private ClassWeights() {}

    /**
     * What a spec means for a dataset.
     *
     * @param imagesPerClass of the training split
     * @return one weight per class, empty for equal ones
     */
    static List<Double> of(ClassWeightsSpec spec, List<Integer> imagesPerClass) {
        return switch (spec.kind()) {
            case NONE -> List.of();
            case BALANCED -> balanced(imagesPerClass);
            case GIVEN -> given(spec.values(), imagesPerClass.size());
        };
    }

    /** {@code n / (k·n_c)} for the n images of k classes that have any; a class without images has weight 0. */
    private static List<Double> balanced(List<Integer> imagesPerClass) {
        double images = imagesPerClass.stream().mapToInt(Integer::intValue).sum();
        long classes = imagesPerClass.stream().filter(count -> count > 0).count();
        return imagesPerClass.stream()
                .map(count -> count == 0 ? 0 : images / (classes * (double) count))
                .toList();
    }

    private static List<Double> given(List<Double> values, int classes) {
        if (values.size() != classes) {
            throw new IllegalArgumentException("loss.classWeights.values has " + values.size()
                    + " weights, but the dataset has " + classes + " classes; give one weight per class");
        }
        return values;
    }
}
