package io.protolab.gpu.training;

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

/** Clamp, forward, loss, backward, update: one batch. */
final class TrainingStep {
    private final PrototypeHead head;
    private final AdamW optimiser;
    private final ProtoSVitLoss loss;
    private final PatchGrid grid;

    TrainingStep(PrototypeHead head, AdamW optimiser, ProtoSVitLoss loss, PatchGrid grid) {
        this.head = head;
        this.optimiser = optimiser;
        this.loss = loss;
        this.grid = grid;
    }

    /**
     * One optimiser step.
     *
     * @param pruning takes in the batch; null in epochs after which nothing is pruned
     */
    StepResult run(
            TokenBatch batch,
            int epoch,
            double learningRate,
            ChannelDropout dropout,
            @Nullable PrototypePruning pruning) {
        try (TensorScope scope = TensorScope.open()) {
            ForwardPass pass;
            Loss value;
            try (Gradients recording = Gradients.record()) {
                pass = head.forward(batch.tokens(), grid, dropout);
                value = loss.of(pass, batch.labels(), epoch);
                Gradients.backward(value.total());
            }
            if (pruning != null) {
                pruning.observe(pass, batch.labels(), loss);
            }
            StepResult result = result(pass, value, batch.labels());
            optimiser.step(learningRate);
            return result;
        }
    }

    /** The loss and accuracy of a batch in evaluation, without any change. */
    StepResult evaluate(TokenBatch batch, int epoch) {
        try (TensorScope scope = TensorScope.open()) {
            ForwardPass pass = head.forward(batch.tokens(), grid, ChannelDropout.NONE);
            return result(pass, loss.of(pass, batch.labels(), epoch), batch.labels());
        }
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
