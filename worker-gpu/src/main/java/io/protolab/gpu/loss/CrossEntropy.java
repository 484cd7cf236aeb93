package io.protolab.gpu.loss;

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
        return logits.logSoftmax(1).multiply(shares(logits, labels)).sum().multiply(-1);
    }

    /** Its derivative by the logits, {@code share_b·(softmax(logits_b) − onehot(y_b))}: [B, C]. */
    Tensor gradient(Tensor logits, int[] labels) {
        Tensor shares = shares(logits, labels);
        return logits.softmax(1).multiply(shares.sum(1).unsqueeze(1)).subtract(shares);
    }

    /** Each image's share of the mean, at the place of its label, zero elsewhere: [B, C]. */
    private Tensor shares(Tensor logits, int[] labels) {
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
            shares[i * classes + labels[i]] = weight(labels[i]) / total;
        }
        return Tensors.of(shares, labels.length, classes).to(logits.type());
    }

    private double weight(int label) {
        return classWeights.isEmpty() ? 1 : classWeights.get(label);
    }
}
