package io.protolab.gpu.evaluation;

import io.protolab.gpu.features.Progress;
import io.protolab.gpu.features.TokenRows;
import io.protolab.gpu.model.ChannelDropout;
import io.protolab.gpu.model.ForwardPass;
import io.protolab.gpu.model.HeadShape;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.model.ProtoSVit;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;
import java.util.Arrays;

/** Runs a head over rows of a feature set, a batch at a time. */
final class HeadRunner {
    private static final int BATCH = 64;

    private final ProtoSVit model;
    private final PatchGrid grid;
    private final TokenRows tokens;
    private final double importanceThreshold;

    /** Takes a batch; its arrays are of the batch's size. */
    @FunctionalInterface
    interface BatchListener {
        void batch(int first, int size, HeadOutputs outputs);
    }

    /** @param importanceThreshold importances below it do not enter the logits; 0 for none */
    HeadRunner(ProtoSVit model, PatchGrid grid, TokenRows tokens, double importanceThreshold) {
        this.model = model;
        this.grid = grid;
        this.tokens = tokens;
        this.importanceThreshold = importanceThreshold;
    }

    /**
     * Hands on the outputs of feature rows, in the order of the rows.
     *
     * @param progress hears of each batch
     */
    void run(int[] rows, Progress progress, BatchListener listener) {
        for (int first = 0; first < rows.length; first += BATCH) {
            int size = Math.min(BATCH, rows.length - first);
            HeadOutputs outputs = forward(Arrays.copyOfRange(rows, first, first + size));
            listener.batch(first, size, outputs);
            progress.reached(first + size, rows.length);
        }
    }

    private HeadOutputs forward(int[] rows) {
        try (TensorScope scope = TensorScope.open()) {
            ForwardPass pass = model.forward(tokens.gather(rows), grid, ChannelDropout.NONE);
            Tensor logits = importanceThreshold == 0 ? pass.logits() : pass.logits(importanceThreshold);
            return new HeadOutputs(
                    logits.toFloats(),
                    pass.prototypeScores().toFloats(),
                    pass.similarityMaps().toFloats());
        }
    }

    /** All outputs at once. */
    HeadOutputs collect(int[] rows, Progress progress) {
        HeadShape shape = model.head().shape();
        HeadOutputs all = HeadOutputs.allocate(rows.length, shape.classes(), shape.prototypes(), grid.patchCount());
        run(rows, progress, (first, size, batch) -> all.put(first, batch, size));
        return all;
    }
}
