package io.protolab.gpu.evaluation;

import io.protolab.gpu.features.DatasetFeatures;
import io.protolab.gpu.features.FeatureRows;
import io.protolab.gpu.features.Progress;
import io.protolab.gpu.model.ProtoSVit;
import io.protolab.gpu.model.PrototypeHead;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.platform.dataset.Split;
import io.protolab.platform.evaluation.Deletions;
import io.protolab.platform.evaluation.Explanations;
import io.protolab.platform.evaluation.Predictions;
import io.protolab.platform.evaluation.PrototypeCatalogue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the evidence of a trained model on what enters it; the model stays the caller's. */
public final class Evaluator {
    /** From this importance on a prototype counts as used for a prediction. */
    private static final float USED = 0.1f;

    private final PrototypeHead head;
    private final DatasetFeatures features;
    private final HeadRunner runner;
    private final int prototypes;
    private final int classes;

    /** @param importanceThreshold importances below it do not enter the logits; 0 for none */
    public Evaluator(ProtoSVit model, DatasetFeatures features, double importanceThreshold) {
        this.head = model.head();
        this.features = features;
        this.runner = new HeadRunner(model, features.grid(), features.tokens(), importanceThreshold);
        this.prototypes = head.shape().prototypes();
        this.classes = head.shape().classes();
    }

    /**
     * Everything, in the order of the record.
     *
     * @param topPatches kept per prototype
     * @param progress hears of every batch
     */
    public Evaluation evaluate(int topPatches, Progress progress) {
        FeatureRows rows = features.rows();
        int[] test = rows.testRows();
        HeadOutputs outputs = runner.collect(test, progress);
        Explanations explanations = explanations(test, outputs);
        Explanations noisy =
                rows.hasNoisyCopies() ? explanations(test, runner.collect(rows.noisy(0, test.length), progress)) : null;
        return new Evaluation(
                new Predictions(test, labels(test), classes, outputs.logits()),
                explanations,
                noisy,
                deletions(rows, progress),
                catalogue(topPatches(topPatches, progress), explanations, outputs.logits()));
    }

    private int[] labels(int[] rows) {
        int[] labels = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            labels[i] = features.manifest().images().get(rows[i]).label();
        }
        return labels;
    }

    private Explanations explanations(int[] rows, HeadOutputs outputs) {
        return new Explanations(
                rows,
                prototypes,
                classes,
                features.grid().rows(),
                outputs.scores(),
                classWeights(),
                outputs.similarityMaps());
    }

    /** W as a pass uses it, that is clamped; valid once the head has run. */
    private float[] classWeights() {
        try (TensorScope scope = TensorScope.open()) {
            return head.parameters()
                    .get("class_weight")
                    .clamp(0, head.shape().maxClassWeight())
                    .toFloats();
        }
    }

    private @Nullable Deletions deletions(FeatureRows rows, Progress progress) {
        int[] images = rows.deletionRows();
        if (images.length == 0) {
            return null;
        }
        float[] logits = new float[images.length * rows.parts() * classes];
        runner.run(
                rows.deletions(0, images.length),
                progress,
                (first, size, batch) -> System.arraycopy(batch.logits(), 0, logits, first * classes, size * classes));
        return new Deletions(images, rows.parts(), classes, logits);
    }

    private TopPatches topPatches(int limit, Progress progress) {
        TopPatches top = new TopPatches(prototypes, features.grid().patchCount(), limit);
        int[] rows = features.manifest().rows(Split.TRAIN);
        runner.run(rows, progress, (first, size, batch) -> {
            for (int i = 0; i < size; i++) {
                top.offer(rows[first + i], i, batch);
            }
        });
        return top;
    }

    private PrototypeCatalogue catalogue(TopPatches top, Explanations explanations, float[] logits) {
        float[] mask = head.mask().toFloats();
        List<PrototypeCatalogue.Prototype> all = new ArrayList<>();
        for (int prototype = 0; prototype < prototypes; prototype++) {
            List<Float> weights = new ArrayList<>();
            for (int label = 0; label < classes; label++) {
                weights.add(explanations.classWeights()[label * prototypes + prototype]);
            }
            all.add(new PrototypeCatalogue.Prototype(
                    prototype,
                    mask[prototype] == 1,
                    weights,
                    usage(prototype, explanations, logits),
                    top.of(prototype, features.manifest().images(), features.preprocessing())));
        }
        return new PrototypeCatalogue(all);
    }

    private double usage(int prototype, Explanations explanations, float[] logits) {
        int used = 0;
        for (int image = 0; image < explanations.images(); image++) {
            int predicted = 0;
            for (int label = 1; label < classes; label++) {
                predicted = logits[image * classes + label] > logits[image * classes + predicted] ? label : predicted;
            }
            used += explanations.importance(image, prototype, predicted) >= USED ? 1 : 0;
        }
        return explanations.images() == 0 ? 0 : (double) used / explanations.images();
    }
}
