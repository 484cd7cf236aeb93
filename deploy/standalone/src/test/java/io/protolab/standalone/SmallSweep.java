package io.protolab.standalone;

import java.nio.file.Path;
import java.util.List;

/** Sweep files whose trials take seconds: four classes, a dozen prototypes, one trial at a time. */
final class SmallSweep {
    private SmallSweep() {}

    /** One trial on a folder of images. */
    static String ofImages(String name, Path folder, int epochs) {
        return ofImages(name, folder, "{name: tiny-vit, weights: \"builtin:tiny-vit\"}", epochs);
    }

    /** @param backbone as in a sweep file */
    static String ofImages(String name, Path folder, String backbone, int epochs) {
        return """
                apiVersion: protolab/v1
                kind: Sweep
                name: %1$s
                experiment: standalone/%1$s
                datasets:
                  - {name: images, kind: imagefolder, path: "%2$s"}
                backbones:
                  - %3$s
                head: {prototypes: 4, dim: 8}
                training: {batchSize: 4, epochs: %4$d, warmupEpochs: 1}
                evaluation: {explanationSheets: 1}
                """.formatted(name, folder, backbone, epochs);
    }

    /** One trial for each number of epochs, in that order; a trial of the same length is the same in every file. */
    static String file(String name, Integer... epochs) {
        return """
                apiVersion: protolab/v1
                kind: Sweep
                name: %1$s
                experiment: standalone/%1$s
                datasets:
                  - name: birds
                    kind: flatbirds
                    flatbirds: {classes: 4, trainPerClass: 8, testPerClass: 3, imageSize: 64, distractors: 0, seed: 0}
                backbones:
                  - {name: tiny-vit, weights: "builtin:tiny-vit"}
                head: {prototypes: 12, dim: 16}
                training: {batchSize: 8, warmupEpochs: 2, learningRate: 0.003}
                evaluation: {explanationSheets: 1}
                search:
                  axes:
                    training.epochs: %2$s
                parallelism: 1
                """.formatted(name, List.of(epochs));
    }
}
