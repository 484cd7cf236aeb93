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

    /**
     * The loss of one batch in one epoch.
     *
     * @param labels one class per image
     * @param epoch counted from 0
     */
    public Loss of(ForwardPass pass, int[] labels, int epoch) {
        List<LossTerm> terms = new ArrayList<>();
        terms.add(new LossTerm(CROSS_ENTROPY, new CrossEntropy(classWeights).of(pass.logits(), labels), crossEntropy));
        terms.add(new LossTerm(TANH, TanhLoss.of(pass.similarity()), tanh));
        if (sparsity != null) {
            terms.add(new LossTerm(SPARSITY, sparsity.of(pass), ramp(epoch)));
        }
        if (similarity > 0) {
            SimilaritySparsity.Denominator denominator = similarityOverSum
                    ? SimilaritySparsity.Denominator.SUM
                    : SimilaritySparsity.Denominator.SUM_OF_SQUARES;
            terms.add(new LossTerm(
                    SIMILARITY, new SimilaritySparsity(denominator).of(pass), epoch > warmupEpochs ? similarity : 0));
        }
        return Loss.sum(terms);
    }

    /** The derivative of {@code λ_CE·L_CE} by the prototype scores, through the class head alone: [B, P]. */
    public Tensor crossEntropyGradientAtScores(ForwardPass pass, int[] labels) {
        return new CrossEntropy(classWeights)
                .gradient(pass.logits(), labels)
                .multiply(crossEntropy)
                .matmul(pass.classWeights()); // [B, C] · [C, P]
    }
}
