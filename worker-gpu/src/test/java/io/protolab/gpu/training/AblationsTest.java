package io.protolab.gpu.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.protolab.gpu.PaintedDataset;
import io.protolab.gpu.model.ChannelDropout;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.platform.experiment.TrialSpec;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each variant that a sweep can ask for changes what is computed. */
@ExtendWith(RunningEngine.class)
class AblationsTest {
    private static final InMemoryTokens TOKENS = InMemoryTokens.separable(12, 4, 9, 8, 3);
    private static final int[] IMAGES = {0, 1, 2, 3, 4, 5, 6};
    private static final List<Integer> IMAGES_PER_CLASS = List.of(40, 10, 5, 5);

    /** The loss of one batch after the warm-up, under a spec with one field changed. */
    private static StepResult step(String field, String value) throws IOException {
        ObjectNode spec = Json.mapper().valueToTree(PaintedDataset.trialSpec(3));
        String[] path = field.split("\\.", -1);
        JsonNode parent = spec;
        for (int i = 0; i < path.length - 1; i++) {
            parent = parent.get(path[i]);
        }
        ((ObjectNode) parent).set(path[path.length - 1], Json.mapper().readTree(value));
        TrialSpec trial = Json.mapper().treeToValue(spec, TrialSpec.class);
        TrainingPlan plan = TrainingPlan.of(trial, 8, IMAGES_PER_CLASS);
        try (TrainingState state = TrainingState.initial(plan)) {
            TrainingStep step = new TrainingStep(
                    state.head(), state.optimiser(), plan.loss(), PatchGrid.square(9), plan.microBatch());
            return step.run(TOKENS.gather(IMAGES), 50, 0.01, ChannelDropout.NONE, null);
        }
    }

    private static StepResult unchanged() throws IOException {
        return step("head.temperature", "0.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "head.aggregation        | \"linear\"",
                "head.kernels            | \"only3x3\"",
                "head.kernels            | \"only1x1\"",
                "head.temperature        | 0.3",
                "head.prototypes         | 9",
                "loss.sparsity.kind      | \"none\"",
                "loss.sparsity.kind      | \"l1\"",
                "loss.sparsity.target    | \"weights\"",
                "loss.sparsity.structured| true",
                "loss.similarity         | 0.5",
                "loss.tanh               | 0",
                "loss.classWeights       | {\"kind\": \"balanced\", \"values\": []}",
                "loss.classWeights       | {\"kind\": \"given\", \"values\": [1, 2, 3, 4]}",
            })
    void fieldOfTheSpecChangesTheLoss(String field, String value) throws IOException {
        assertThat(step(field, value).loss()).isNotCloseTo(unchanged().loss(), within(1e-6));
    }

    @Test
    void slicesChangeTheLossByRoundingOnly() throws IOException {
        assertThat(step("training.microBatch", "2").loss())
                .isCloseTo(unchanged().loss(), within(1e-6));
        assertThat(step("training.microBatch", "2").terms().keySet())
                .isEqualTo(unchanged().terms().keySet());
    }
}
