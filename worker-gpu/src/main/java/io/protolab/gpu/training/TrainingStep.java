package io.protolab.gpu.training;

import io.protolab.gpu.loss.BatchTotals;
import io.protolab.gpu.loss.Loss;
import io.protolab.gpu.loss.LossTerm;
import io.protolab.gpu.loss.ProtoSVitLoss;
import io.protolab.gpu.model.ChannelDropout;
import io.protolab.gpu.model.ForwardPass;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.model.PrototypeHead;
import io.protolab.gpu.tensor.Gradients;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.gpu.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Clamp, forward, loss, backward, update: one batch. It may pass through the head in slices: gradients add up, and the
 * loss is that of the whole batch, because the only term that is no sum over images gets its sums over the batch from a
 * pass before. Slicing changes the result by rounding only.
 */
public final class TrainingStep {
    private final PrototypeHead head;
    private final AdamW optimiser;
    private final ProtoSVitLoss loss;
    private final PatchGrid grid;
    private final int microBatch;

    /** @param microBatch greatest number of images in one pass; 0 for the whole batch */
    public TrainingStep(PrototypeHead head, AdamW optimiser, ProtoSVitLoss loss, PatchGrid grid, int microBatch) {
        this.head = head;
        this.optimiser = optimiser;
        this.loss = loss;
        this.grid = grid;
        this.microBatch = microBatch;
    }

    /** What is done with images {@code from … to − 1} of a batch. */
    @FunctionalInterface
    private interface SliceWork {
        void run(int from, int to);
    }

    private void eachSlice(int images, SliceWork work) {
        int size = sliceSize(images);
        for (int from = 0; from < images; from += size) {
            try (TensorScope scope = TensorScope.open()) {
                work.run(from, Math.min(from + size, images));
            }
        }
    }

    private int sliceSize(int images) {
        return microBatch == 0 ? images : Math.min(microBatch, images);
    }

    /**
     * One optimiser step.
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
            BatchTotals whole = totals(batch, dropout);
            List<StepResult> results = new ArrayList<>();
            eachSlice(batch.labels().length, (from, to) -> {
                TokenBatch slice = batch.slice(from, to);
                ForwardPass pass;
                Loss value;
                try (Gradients recording = Gradients.record()) {
                    pass = head.forward(slice.tokens(), grid, dropout.slice(from, to));
                    value = loss.of(pass, slice.labels(), epoch, whole);
                    Gradients.backward(value.total());
                }
                if (pruning != null) {
                    pruning.observe(pass, slice.labels(), loss, whole);
                }
                results.add(result(pass, value, slice.labels()));
            });
            optimiser.step(learningRate);
            return results.stream().reduce(StepResult.NOTHING, StepResult::plus);
        }
    }

    /** The loss and accuracy of a batch in evaluation, without any change. */
    StepResult evaluate(TokenBatch batch, int epoch) {
        try (TensorScope scope = TensorScope.open()) {
            BatchTotals whole = totals(batch, ChannelDropout.NONE);
            List<StepResult> results = new ArrayList<>();
            eachSlice(batch.labels().length, (from, to) -> {
                TokenBatch slice = batch.slice(from, to);
                ForwardPass pass = head.forward(slice.tokens(), grid, ChannelDropout.NONE);
                results.add(result(pass, loss.of(pass, slice.labels(), epoch, whole), slice.labels()));
            });
            return results.stream().reduce(StepResult.NOTHING, StepResult::plus);
        }
    }

    private BatchTotals totals(TokenBatch batch, ChannelDropout dropout) {
        BatchTotals totals = loss.totals(batch.labels());
        if (sliceSize(totals.images()) == totals.images()) {
            return totals;
        }
        Tensor sums = Tensors.full(0, batch.tokens().type(), head.shape().prototypes());
        eachSlice(totals.images(), (from, to) -> {
            Tensor tokens = batch.slice(from, to).tokens();
            sums.addInPlace(head.similarity(tokens, dropout.slice(from, to)).sum(0, 1));
        });
        return totals.withSimilaritySums(sums);
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
