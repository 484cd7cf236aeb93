package io.protolab.cpu.metrics;

/**
 * The importances a reader of the explanation is shown: entries below the threshold count as zero, for every class. A value equal
 * to the threshold stays (ProtoS-ViT, compute_model_stats). Accuracy and sizes of the same threshold belong together.
 *
 * @param threshold on the scale of the logits; 0 leaves non-negative importances as they are
 */
record ImportanceCut(Importances whole, float threshold) implements Importances {
    ImportanceCut {
        if (!(threshold >= 0)) {
            throw new IllegalArgumentException(
                    "an importance threshold of %s: 0 or more is needed".formatted(threshold));
        }
    }

    @Override
    public int imageCount() {
        return whole.imageCount();
    }

    @Override
    public int prototypeCount() {
        return whole.prototypeCount();
    }

    @Override
    public int classCount() {
        return whole.classCount();
    }

    @Override
    public float at(int image, int prototype, int classIndex) {
        float importance = whole.at(image, prototype, classIndex);
        return importance < threshold ? 0 : importance;
    }
}
