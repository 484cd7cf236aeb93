package io.protolab.gpu.training;

import io.protolab.gpu.loss.BatchTotals;
import io.protolab.gpu.loss.Loss;
import io.protolab.gpu.loss.LossTerm;
import io.protolab.gpu.loss.ProtoSVitLoss;
import io.protolab.gpu.model.ChannelDropout;
import io.protolab.gpu.model.ForwardPass;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.model.ProtoSVit;
import io.protolab.gpu.model.PrototypeHead;
import io.protolab.gpu.model.UpperTransformer;
import io.protolab.gpu.tensor.Gradients;
import io.protolab.gpu.tensor.StopPoint;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.gpu.tensor.Tensors;
import io.protolab.gpu.tensor.TorchEngine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Clamp, forward, loss, backward, update: one batch, which passes through the head in slices. Gradients add up, and the
 * loss is that of the whole batch, because the only term that is no sum over images gets its sums over the batch before
 * any slice is derived. Slicing changes the result by rounding only.
 */
public final class TrainingStep {
    /** Rows of this many images stay in a processor's caches: a step is a quarter faster than in one piece. */
    private static final int CACHED_SLICE = 32;

    /**
     * Operations of the forward pass of a slice through the part of a backbone that learns, on a processor: its backward pass, which nothing
     * interrupts, then takes a second or so where others compute as well. A single image may take more.
     */
    private static final long SLICE_OPERATIONS = 32_000_000_000L;

    private final ProtoSVit model;
    private final AdamW optimiser;
    private final ProtoSVitLoss loss;
    private final PatchGrid grid;
    private final int microBatch;
    private final int largestSlice;

    /** A step of a head on frozen patch tokens. */
    public TrainingStep(PrototypeHead head, AdamW optimiser, ProtoSVitLoss loss, PatchGrid grid, int microBatch) {
        this(ProtoSVit.of(head), optimiser, loss, grid, microBatch);
    }

    /**
     * A step of this model and optimiser.
     *
     * @param microBatch greatest number of images whose passes are recorded at the same time; costs a second forward
     *     pass; 0 for all of a batch
     */
    public TrainingStep(ProtoSVit model, AdamW optimiser, ProtoSVitLoss loss, PatchGrid grid, int microBatch) {
        this.model = model;
        this.optimiser = optimiser;
        this.loss = loss;
        this.grid = grid;
        this.microBatch = microBatch;
        this.largestSlice = largestSlice(model.backbone(), grid, microBatch);
    }

    private static int largestSlice(@Nullable UpperTransformer backbone, PatchGrid grid, int microBatch) {
        boolean processor = TorchEngine.running().isProcessor();
        int wanted = microBatch > 0 ? microBatch : processor ? CACHED_SLICE : Integer.MAX_VALUE;
        return processor && backbone != null
                ? (int) Math.max(1, Math.min(wanted, SLICE_OPERATIONS / backbone.operationsPerImage(grid)))
                : wanted;
    }

    /** Some images of a batch. */
    private record Slice(TokenBatch batch, ChannelDropout dropout) {}

    private List<Slice> slices(TokenBatch batch, ChannelDropout dropout) {
        int images = batch.labels().length;
        int size = Math.min(largestSlice, images);
        List<Slice> slices = new ArrayList<>();
        for (int from = 0; from < images; from += size) {
            int to = Math.min(from + size, images);
            slices.add(new Slice(batch.slice(from, to), dropout.slice(from, to)));
        }
        return slices;
    }

    /**
     * One optimiser step. It may be stopped before and after the passes of each slice; of one that is, nothing stays but gradients and what
     * pruning has taken in.
     *
     * @param pruning takes in the batch; null in epochs after which nothing is pruned
     */
    public StepResult run(
            TokenBatch batch,
            int epoch,
            double learningRate,
            ChannelDropout dropout,
            @Nullable PrototypePruning pruning) {
        try (TensorScope scope = TensorScope.open()) {
            List<Slice> slices = slices(batch, dropout);
            StepResult result = microBatch > 0
                    ? deriveOneByOne(slices, batch, epoch, pruning)
                    : deriveTogether(slices, batch, epoch, pruning);
            StopPoint.pass();
            optimiser.step(learningRate);
            return result;
        }
    }

    /** Records all slices, then derives each: the sums over the batch come from the recorded passes. */
    private StepResult deriveTogether(
            List<Slice> slices, TokenBatch batch, int epoch, @Nullable PrototypePruning pruning) {
        List<ForwardPass> passes;
        try (Gradients recording = Gradients.record()) {
            passes = model.forward(
                    slices.stream().map(slice -> slice.batch().tokens()).toList(),
                    grid,
                    slices.stream().map(Slice::dropout).toList());
        }
        BatchTotals whole = loss.totals(batch.labels());
        if (slices.size() > 1) {
            whole = whole.withSimilaritySums(
                    sum(passes, pass -> pass.similarity().detach()));
        }
        StepResult total = StepResult.NOTHING;
        for (int i = 0; i < passes.size(); i++) {
            total = total.plus(derive(passes.get(i), slices.get(i).batch().labels(), epoch, whole, pruning));
        }
        return total;
    }

    /** Keeps one slice's record at a time: the sums over the batch come from a forward pass before. */
    private StepResult deriveOneByOne(
            List<Slice> slices, TokenBatch batch, int epoch, @Nullable PrototypePruning pruning) {
        BatchTotals whole = totals(slices, batch);
        StepResult total = StepResult.NOTHING;
        for (Slice slice : slices) {
            StopPoint.pass();
            try (TensorScope scope = TensorScope.open()) {
                ForwardPass pass;
                try (Gradients recording = Gradients.record()) {
                    pass = model.forward(slice.batch().tokens(), grid, slice.dropout());
                }
                total = total.plus(derive(pass, slice.batch().labels(), epoch, whole, pruning));
            }
        }
        return total;
    }

    private StepResult derive(
            ForwardPass pass, int[] labels, int epoch, BatchTotals whole, @Nullable PrototypePruning pruning) {
        Loss value;
        StopPoint.pass();
        try (Gradients recording = Gradients.record()) {
            value = loss.of(pass, labels, epoch, whole);
            Gradients.backward(value.total());
        }
        if (pruning != null) {
            pruning.observe(pass, labels, loss, whole);
        }
        return result(pass, value, labels);
    }

    /** The loss and accuracy of a batch in evaluation, without any change. */
    StepResult evaluate(TokenBatch batch, int epoch) {
        try (TensorScope scope = TensorScope.open()) {
            List<Slice> slices = slices(batch, ChannelDropout.NONE);
            BatchTotals whole = totals(slices, batch);
            StepResult total = StepResult.NOTHING;
            for (Slice slice : slices) {
                StopPoint.pass();
                try (TensorScope sliceScope = TensorScope.open()) {
                    ForwardPass pass = model.forward(slice.batch().tokens(), grid, ChannelDropout.NONE);
                    int[] labels = slice.batch().labels();
                    total = total.plus(result(pass, loss.of(pass, labels, epoch, whole), labels));
                }
            }
            return total;
        }
    }

    private BatchTotals totals(List<Slice> slices, TokenBatch batch) {
        BatchTotals totals = loss.totals(batch.labels());
        return slices.size() == 1
                ? totals
                : totals.withSimilaritySums(
                        sum(slices, slice -> model.similarity(slice.batch().tokens(), grid, slice.dropout())));
    }

    /** t_p over the batch, [P], from each part's similarity [b, N, P]. */
    private <T> Tensor sum(List<T> parts, Function<T, Tensor> similarity) {
        Tensor sums = Tensors.full(
                0,
                model.head().parameters().get("prototypes").type(),
                model.head().shape().prototypes());
        for (T part : parts) {
            StopPoint.pass();
            try (TensorScope scope = TensorScope.open()) {
                sums.addInPlace(similarity.apply(part).sum(0, 1));
            }
        }
        return sums;
    }

    /** Reads all scalars at once, because each reading waits for the device. */
    private static StepResult result(ForwardPass pass, Loss loss, int[] labels) {
        List<Tensor> scalars = new ArrayList<>(List.of(loss.total()));
        loss.terms().forEach(term -> scalars.add(term.value()));
        float[] values = Tensors.stack(scalars, 0).toFloats();
        Map<String, Double> terms = new LinkedHashMap<>();
        int next = 1;
        for (LossTerm term : loss.terms()) {
            terms.put(term.name(), (double) values[next++]);
        }
        return new StepResult(values[0], terms, correct(pass.logits(), labels), labels.length);
    }

    private static int correct(Tensor logits, int[] labels) {
        long[] predicted = logits.argMax(1).toLongs();
        int correct = 0;
        for (int i = 0; i < labels.length; i++) {
            if (predicted[i] == labels[i]) {
                correct++;
            }
        }
        return correct;
    }
}
