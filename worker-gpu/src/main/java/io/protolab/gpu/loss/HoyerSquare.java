package io.protolab.gpu.loss;

import io.protolab.gpu.model.ForwardPass;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.Tensors;

/**
 * The Hoyer-Square sparsity of each image's importance matrix {@code I[p,c] = h[p]·W[c,p]} and its Frobenius norm, mean
 * over the batch (Yang, Wen, Li 2020, as ProtoS-ViT uses it):
 *
 * <pre>
 * plain       α·(Σ|I|)² / Σ(I² + 10⁻²⁰) / √(P·C)  +  γ·‖I‖_F
 * structured  (α·(Σ_c ‖I_·c‖₂)² + β·(Σ_p ‖I_p·‖₂)²) / Σ(I² + 10⁻²⁰) / √(P·C)  +  γ·‖I‖_F
 * </pre>
 *
 * <p>Scores and weights are not negative, so all sums over I are products of h with sums over W, and I itself [B, P, C] is
 * never formed. A weight that is 0 gets gradient 0, as from the derivative of |I| at 0 in the reference: zeros enter the
 * column sums as constants. Norms have derivative 0 at 0.
 *
 * @param alpha α of the ratio
 * @param beta β of the other axis; structured form only
 * @param gamma γ of the norm
 * @param target the matrix made sparse
 * @param structured norms of rows and columns instead of entries
 */
public record HoyerSquare(double alpha, double beta, double gamma, Target target, boolean structured)
        implements Sparsity {
    private static final double EPSILON = 1e-20;

    /** Which matrix. */
    public enum Target {
        /** I, per image; masked prototypes do not count. */
        IMPORTANCE,
        /** W, once, as if every score were 1. */
        WEIGHTS
    }

    /** The ratio without the norm. */
    public HoyerSquare withoutNorm() {
        return new HoyerSquare(alpha, beta, 0, target, structured);
    }

    /** The norm without the ratio. */
    public HoyerSquare normAlone() {
        return new HoyerSquare(0, 0, gamma, target, structured);
    }

    @Override
    public Tensor of(ForwardPass pass) {
        Tensor W = pass.classWeights(); // [C, P]
        Tensor h = scores(pass); // [B, P]
        double entries = (double) W.size(0) * W.size(1);
        Tensor squares = h.square().matmul(W.square().sum(0)); // [B]
        Tensor ratio = numerator(h, W).divide(squares.add(entries * EPSILON)).multiply(1 / Math.sqrt(entries)); // [B]
        return ratio.add(squares.sqrtOrZero().multiply(gamma)).mean();
    }

    private Tensor scores(ForwardPass pass) {
        return target == Target.IMPORTANCE
                ? pass.prototypeScores().multiply(pass.mask())
                : Tensors.full(
                        1, pass.classWeights().type(), 1, pass.classWeights().size(1));
    }

    private Tensor numerator(Tensor h, Tensor W) {
        if (!structured) {
            Tensor columnSums = W.multiply(W.isAbove(0)).sum(0); // [P]
            return h.matmul(columnSums).square().multiply(alpha); // [B]
        }
        Tensor classNorms = h.square().linear(W.square(), null).sqrtOrZero(); // [B, C]
        Tensor prototypeNorms = h.square().multiply(W.square().sum(0)).sqrtOrZero(); // [B, P]
        Tensor overClasses = classNorms.sum(1).square().multiply(alpha);
        Tensor overPrototypes = prototypeNorms.sum(1).square().multiply(beta);
        return overClasses.add(overPrototypes); // [B]
    }
}
