package io.protolab.cpu.metrics;

import java.util.stream.IntStream;

/** How many prototypes a reader meets in one explanation, on average (ProtoS-ViT). Its label names the threshold of the cut. */
final class LocalSize {
    private LocalSize() {}

    /**
     * The mean number of prototypes with positive importance for the class explained.
     *
     * @param classes the class explained per image: the true one, as ProtoS-ViT does, or the predicted one
     */
    static double of(Importances cut, int[] classes) {
        return IntStream.range(0, cut.imageCount())
                .mapToLong(image -> IntStream.range(0, cut.prototypeCount())
                        .filter(prototype -> cut.at(image, prototype, classes[image]) > 0)
                        .count())
                .average()
                .orElseThrow(() -> new IllegalArgumentException("the local size of no image"));
    }
}
