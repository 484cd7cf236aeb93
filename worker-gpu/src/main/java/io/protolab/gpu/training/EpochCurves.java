package io.protolab.gpu.training;

import io.protolab.gpu.loss.ProtoSVitLoss;
import io.protolab.gpu.model.PrototypeHead;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.platform.experiment.EpochMetrics;
import java.util.Map;
import java.util.TreeMap;

/** The numbers that an epoch leaves behind, by the names of its curves. */
final class EpochCurves {
    /** What a class must give an active prototype for it to count as live. */
    private static final double LIVE_WEIGHT = 1e-3;

    private static final Map<String, String> TERMS = Map.of(
            ProtoSVitLoss.CROSS_ENTROPY, EpochMetrics.LOSS_CROSS_ENTROPY,
            ProtoSVitLoss.TANH, EpochMetrics.LOSS_TANH,
            ProtoSVitLoss.SPARSITY, EpochMetrics.LOSS_SPARSITY,
            ProtoSVitLoss.SIMILARITY, EpochMetrics.LOSS_SIMILARITY);

    private EpochCurves() {}

    /** @param validated {@link EpochTotals#NOTHING} without a validation split */
    static Map<String, Double> of(PrototypeHead head, double learningRate, EpochTotals trained, EpochTotals validated) {
        Map<String, Double> values = new TreeMap<>();
        values.put(EpochMetrics.LOSS, trained.meanLoss());
        trained.meanTerms().forEach((term, value) -> values.put(TERMS.getOrDefault(term, term), value));
        values.put(EpochMetrics.TRAIN_ACCURACY, trained.accuracy());
        values.put(EpochMetrics.LEARNING_RATE, learningRate);
        putPrototypeCounts(values, head);
        if (validated.images() > 0) {
            values.put(EpochMetrics.VALIDATION_LOSS, validated.meanLoss());
            values.put(EpochMetrics.VALIDATION_ACCURACY, validated.accuracy());
        }
        return values;
    }

    private static void putPrototypeCounts(Map<String, Double> values, PrototypeHead head) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor greatest = head.parameters().get("class_weight").detach().max(0); // [P]
            values.put(EpochMetrics.ACTIVE_PROTOTYPES, head.mask().sum().toDouble());
            values.put(
                    EpochMetrics.LIVE_PROTOTYPES,
                    greatest.isAbove(LIVE_WEIGHT).multiply(head.mask()).sum().toDouble());
        }
    }
}
