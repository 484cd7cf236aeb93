package io.protolab.gpu.loss;

import io.protolab.gpu.model.ForwardPass;
import io.protolab.gpu.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The optimised loss: {@code λ_CE·L_CE + λ_T·L_T + r(e)·L_S + [e > w]·λ_sim·L_sim}, where {@code r(e) = min(e / w, 1)} for
 * epoch e and w epochs of warm-up.
 *
 * @param crossEntropy λ_CE
 * @param classWeights weights of the classes in L_CE; empty for equal ones
 * @param tanh λ_T
 * @param sparsity L_S with its weight; null without one
 * @param similarity λ_sim; the term is left out at 0
 * @param similarityOverSum whether L_sim has the reference's denominator
 * @param warmupEpochs w
 */
public record ProtoSVitLoss(
        double crossEntropy,
        List<Double> classWeights,
        double tanh,
        @Nullable Sparsity sparsity,
        double similarity,
        boolean similarityOverSum,
        int warmupEpochs) {
    public static final String CROSS_ENTROPY = "cross_entropy";
    public static final String TANH = "tanh";
    public static final String SPARSITY = "sparsity";
    public static final String SIMILARITY = "similarity";

    public ProtoSVitLoss {
        classWeights = List.copyOf(classWeights);
    }

    /** r(e): the share of the sparsity term in an epoch, counted from 0. */
    public double ramp(int epoch) {
        return epoch >= warmupEpochs ? 1 : (double) epoch / warmupEpochs;
    }

    /** What its slices have to know of a batch with these labels; where there are several, also its similarity sums. */
    public BatchTotals totals(int[] labels) {
        return new BatchTotals(labels.length, new CrossEntropy(classWeights).totalWeight(labels), null);
    }

    /**
     * The loss of one batch in one epoch.
     *
     * @param labels one class per image
     * @param epoch counted from 0
     */
    public Loss of(ForwardPass pass, int[] labels, int epoch) {
        return of(pass, labels, epoch, totals(labels));
    }

    /**
     * The part of a slice in the loss of its batch; all parts add up to it, and so do their derivatives.
     *
     * @param labels of the slice
     * @param batch of which it is a slice
     */
    public Loss of(ForwardPass pass, int[] labels, int epoch, BatchTotals batch) {
        int images = labels.length;
        List<LossTerm> terms = new ArrayList<>();
        terms.add(new LossTerm(
                CROSS_ENTROPY,
                new CrossEntropy(classWeights).of(pass.logits(), labels, batch.labelWeight()),
                crossEntropy));
        terms.add(new LossTerm(TANH, TanhLoss.of(pass.similarity(), batch), tanh));
        if (sparsity != null) {
            terms.add(new LossTerm(SPARSITY, batch.share(sparsity.of(pass), images), ramp(epoch)));
        }
        if (similarity > 0) {
            SimilaritySparsity.Denominator denominator = similarityOverSum
                    ? SimilaritySparsity.Denominator.SUM
                    : SimilaritySparsity.Denominator.SUM_OF_SQUARES;
            terms.add(new LossTerm(
                    SIMILARITY,
                    batch.share(new SimilaritySparsity(denominator).of(pass), images),
                    epoch > warmupEpochs ? similarity : 0));
        }
        return Loss.sum(terms);
    }

    /** The derivative of {@code λ_CE·L_CE} by the prototype scores, through the class head alone: [B, P]. */
    public Tensor crossEntropyGradientAtScores(ForwardPass pass, int[] labels, BatchTotals batch) {
        return new CrossEntropy(classWeights)
                .gradient(pass.logits(), labels, batch.labelWeight())
                .multiply(crossEntropy)
                .matmul(pass.classWeights()); // [B, C] · [C, P]
    }
}
