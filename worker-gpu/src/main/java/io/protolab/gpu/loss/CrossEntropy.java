package io.protolab.gpu.loss;

import io.protolab.gpu.tensor.ElementType;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.Tensors;
import java.util.List;

/**
 * Softmax cross entropy, {@code −Σ_b w[y_b]·log softmax(logits_b)[y_b] / Σ_b w[y_b]}, without label smoothing.
 *
 * @param classWeights w, one per class; empty for weights of 1, that is the mean over the batch
 */
record CrossEntropy(List<Double> classWeights) {
    CrossEntropy {
        classWeights = List.copyOf(classWeights);
    }

    /** The loss of logits [B, C] for labels 0 … C − 1. */
    Tensor of(Tensor logits, int[] labels) {
        int classes = logits.size(1);
        double total = 0;
        for (int label : labels) {
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException("Label " + label + " is none of the " + classes + " classes");
            }
            total += weight(label);
        }
        double[] shares = new double[labels.length * classes];
        for (int i = 0; i < labels.length; i++) {
            shares[i * classes + labels[i]] = -weight(labels[i]) / total;
        }
        Tensor selection = Tensors.of(shares, labels.length, classes); // [B, C]
        return logits.logSoftmax(1)
                .multiply(logits.type() == ElementType.F64 ? selection : selection.to(logits.type()))
                .sum();
    }

    private double weight(int label) {
        return classWeights.isEmpty() ? 1 : classWeights.get(label);
    }
}
