package io.protolab.gpu.pretraining;

import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;

/**
 * What the backbone is asked about each patch, by one linear layer on its token: which parts it shows (6 outputs) and, for each part, of
 * which variant it is (26 outputs in five groups). Questions about variants count only at patches that show the part.
 *
 * @param weight [32, D]
 * @param bias [32]
 */
record PatchObjective(Tensor weight, Tensor bias) {
    static final int OUTPUTS = Scene.PARTS + Scene.VARIANTS;

    /** Answers [B, N, 32] for patch tokens [B, N, D]. */
    Tensor answers(Tensor patchTokens) {
        return patchTokens.linear(weight, bias);
    }

    /** Mean binary cross-entropy over patches and parts. */
    static Tensor partLoss(Tensor answers, SceneBatch batch) {
        Tensor shown = answers.slice(2, 0, Scene.PARTS); // [B, N, 6]
        // the logistic function is a softmax over (x, 0)
        Tensor both = Tensors.stack(List.of(shown, shown.multiply(0)), -1); // [B, N, 6, 2]
        return both.logSoftmax(-1).multiply(batch.parts()).sum().multiply(-1.0 / shown.elementCount());
    }

    /** Cross-entropy inside a part's group, mean over the patches that show it, then over the parts. */
    static Tensor variantLoss(Tensor answers, SceneBatch batch) {
        List<Tensor> groups = new ArrayList<>();
        for (int part = 0; part < Scene.VARIED_PARTS; part++) {
            int from = Scene.PARTS + Scene.firstVariant(part);
            groups.add(answers.slice(2, from, from + Scene.variantCount(part)).logSoftmax(-1));
        }
        Tensor logProbabilities = Tensors.concatenate(groups, 2); // [B, N, 26]
        return logProbabilities.multiply(batch.variants()).sum().multiply(-1.0 / Scene.VARIED_PARTS);
    }
}
