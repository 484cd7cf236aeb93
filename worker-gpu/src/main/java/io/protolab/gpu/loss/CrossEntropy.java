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

    /** The denominator: the weights of all labels of a batch. */
    double totalWeight(int[] labels) {
        double total = 0;
        for (int label : labels) {
            total += weight(label);
        }
        return total;
    }

    /**
     * The loss of logits [B, C] for labels 0 … C − 1.
     *
     * @param totalWeight that of the batch, of which these images may be a slice
     */
    Tensor of(Tensor logits, int[] labels, double totalWeight) {
        return logits.logSoftmax(1)
                .multiply(shares(logits, labels, totalWeight))
                .sum()
                .multiply(-1);
    }

    /** Its derivative by the logits, {@code share_b·(softmax(logits_b) − onehot(y_b))}: [B, C]. */
    Tensor gradient(Tensor logits, int[] labels, double totalWeight) {
        Tensor shares = shares(logits, labels, totalWeight);
        return logits.softmax(1).multiply(shares.sum(1).unsqueeze(1)).subtract(shares);
    }

    /** Each image's share of the mean, at the place of its label, zero elsewhere: [B, C]. */
    private Tensor shares(Tensor logits, int[] labels, double totalWeight) {
        int classes = logits.size(1);
        if (!classWeights.isEmpty() && classWeights.size() != classes) {
            throw new IllegalArgumentException(classWeights.size() + " weights do not fit " + classes + " classes");
        }
        double[] shares = new double[labels.length * classes];
        for (int i = 0; i < labels.length; i++) {
            int label = labels[i];
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException("Label " + label + " is none of the " + classes + " classes");
            }
            shares[i * classes + label] = totalWeight > 0 ? weight(label) / totalWeight : 0;
        }
        return Tensors.of(shares, labels.length, classes).to(logits.type());
    }

    private double weight(int label) {
        return label >= 0 && label < classWeights.size() ? classWeights.get(label) : 1;
    }
}
