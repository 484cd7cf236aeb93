package io.protolab.cpu.metrics;

import java.util.stream.IntStream;

/** How many prototypes a model uses to explain a whole split (ProtoS-ViT). Its label names the threshold of the cut. */
final class GlobalSize {
    private GlobalSize() {}

    /**
     * The number of prototypes with positive importance for the class explained, of at least one image.
     *
     * @param classes the class explained per image: the true one, as ProtoS-ViT does, or the predicted one
     */
    static int of(Importances cut, int[] classes) {
        return (int) IntStream.range(0, cut.prototypeCount())
                .filter(prototype -> IntStream.range(0, cut.imageCount())
                        .anyMatch(image -> cut.at(image, prototype, classes[image]) > 0))
                .count();
    }
}
