package io.protolab.gpu.training;

import io.protolab.gpu.loss.BatchTotals;
import io.protolab.gpu.loss.ProtoSVitLoss;
import io.protolab.gpu.model.ForwardPass;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.gpu.tensor.Tensors;
import java.util.Arrays;
import java.util.List;

/**
 * Which prototypes stay, by their Fisher information over an epoch: {@code φ_p = mean_b (h[b,p]·∂L_CE/∂h[b,p])²}, the
 * gradient being that of the batch mean through the class head alone. The mask is recomputed from scratch each time, so a
 * prototype may come back.
 */
public final class PrototypePruning {
    private final Settings settings;
    private final double[] sums;
    private long imageCount;

    /**
     * When and how strictly.
     *
     * @param start the first epoch, counted from 0, at whose end prototypes may be pruned
     * @param interval only epochs that are a multiple of this
     * @param threshold a prototype stays if ln φ exceeds this
     */
    public record Settings(int start, int interval, double threshold) {
        public boolean due(int epoch) {
            return epoch >= start && epoch % interval == 0;
        }
    }

    public PrototypePruning(Settings settings, int prototypes) {
        this(settings, new double[prototypes], 0);
    }

    private PrototypePruning(Settings settings, double[] sums, long imageCount) {
        this.settings = settings;
        this.sums = sums;
        this.imageCount = imageCount;
    }

    /** In the middle of an epoch, from the {@link #sums} over so many images. */
    static PrototypePruning restored(Settings settings, List<Double> sums, long imageCount) {
        return new PrototypePruning(
                settings, sums.stream().mapToDouble(Double::doubleValue).toArray(), imageCount);
    }

    /** The same sums, which go on by themselves. */
    PrototypePruning copy() {
        return new PrototypePruning(settings, sums.clone(), imageCount);
    }

    /** Σ_b (h[b,p]·∂L_CE/∂h[b,p])² of every prototype so far. */
    List<Double> sums() {
        return Arrays.stream(sums).boxed().toList();
    }

    /**
     * Takes in one training batch of the epoch, or a slice of it, before its optimiser step.
     *
     * @param batch of which the pass is a slice
     */
    void observe(ForwardPass pass, int[] labels, ProtoSVitLoss loss, BatchTotals batch) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor influence = pass.prototypeScores().multiply(loss.crossEntropyGradientAtScores(pass, labels, batch));
            float[] squares = influence.square().sum(0).toFloats(); // [P]
            for (int p = 0; p < sums.length; p++) {
                sums[p] += squares[p];
            }
            imageCount += labels.length;
        }
    }

    /** φ of every prototype. */
    public double[] fisherInformation() {
        double[] information = new double[sums.length];
        for (int p = 0; p < sums.length; p++) {
            information[p] = imageCount == 0 ? 0 : sums[p] / imageCount;
        }
        return information;
    }

    /** Overwrites a mask [P] with 1 for prototypes that stay and 0 for the others. */
    public void writeInto(Tensor mask) {
        double[] information = fisherInformation();
        float[] stays = new float[information.length];
        for (int p = 0; p < stays.length; p++) {
            stays[p] = information[p] != 0 && StrictMath.log(information[p]) > settings.threshold() ? 1 : 0;
        }
        try (TensorScope scope = TensorScope.open()) {
            mask.assignInPlace(Tensors.of(stays, stays.length));
        }
    }
}
