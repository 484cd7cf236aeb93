package io.protolab.gpu.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.TorchEngine;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.ReferenceSwitches.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunningEngine.class)
class TrainingLoopTest {
    @TempDir
    Path directory;

    private Path headOf(TrainingState state, String name) throws IOException {
        Path file = directory.resolve(name);
        state.writeEvaluatedHead(file);
        return file;
    }

    @Test
    void learnsToTellClassesApart() throws IOException {
        TrainingPlan plan = SmallTraining.plan(40, Checkpoint.LAST);
        InMemoryTokens many = InMemoryTokens.separable(200, 4, 9, 8, 1);
        TrainingLoop loop =
                new TrainingLoop(plan, PatchGrid.square(9), many, SmallTraining.VALIDATION, Clock.systemUTC());
        try (TrainingState state = TrainingState.initial(plan)) {
            boolean finished = loop.run(state, SmallTraining.SILENT, () -> false);

            assertThat(finished).isTrue();
            Map<String, Double> first = state.history().get(0).values();
            Map<String, Double> last = state.history().get(39).values();
            assertThat(last.get(EpochMetrics.LOSS_CROSS_ENTROPY))
                    .isLessThan(first.get(EpochMetrics.LOSS_CROSS_ENTROPY));
            assertThat(last.get(EpochMetrics.VALIDATION_ACCURACY)).isGreaterThan(0.9);
            assertThat(last)
                    .containsKeys(
                            EpochMetrics.LOSS,
                            EpochMetrics.LOSS_TANH,
                            EpochMetrics.LOSS_SPARSITY,
                            EpochMetrics.TRAIN_ACCURACY,
                            EpochMetrics.VALIDATION_LOSS,
                            EpochMetrics.LEARNING_RATE,
                            EpochMetrics.LIVE_PROTOTYPES);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void repeatsItself_toTheLastBit(int threads) throws IOException {
        TorchEngine.running().useThreads(threads);
        TrainingPlan plan = SmallTraining.plan(2, Checkpoint.LAST);
        List<Path> heads = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            try (TrainingState state = TrainingState.initial(plan)) {
                SmallTraining.loop(plan).run(state, SmallTraining.SILENT, () -> false);
                heads.add(headOf(state, "head-" + run));
            }
        }
        assertThat(heads.get(0)).hasSameBinaryContentAs(heads.get(1));
    }

    @Test
    void keepsTheBestEpoch_whenThePlanSelectsOne() throws IOException {
        TrainingPlan plan = SmallTraining.plan(6, Checkpoint.VALIDATION);
        try (TrainingState state = TrainingState.initial(plan)) {
            SmallTraining.loop(plan).run(state, SmallTraining.SILENT, () -> false);

            List<Double> accuracies = state.history().stream()
                    .map(epoch -> epoch.values().get(EpochMetrics.VALIDATION_ACCURACY))
                    .toList();
            double best = accuracies.stream().max(Double::compare).orElseThrow();
            assertThat(state.evaluatedEpoch()).isEqualTo(accuracies.indexOf(best));
        }
    }

    @Test
    void holdsNoMoreTensors_afterManySteps() throws IOException {
        TrainingPlan plan = SmallTraining.plan(12, Checkpoint.EPOCH_MEAN);
        List<Integer> counts = new ArrayList<>();
        try (TrainingState state = TrainingState.initial(plan)) {
            SmallTraining.loop(plan)
                    .run(
                            state,
                            (epoch, current) -> counts.add(TorchEngine.running().liveTensorCount()),
                            () -> false);
        }
        assertThat(counts.subList(1, counts.size())).containsOnly(counts.get(0));
    }

    @Test
    void refusesToSelectByValidation_withoutAValidationSplit() {
        assertThatThrownBy(() -> new TrainingLoop(
                        SmallTraining.plan(1, Checkpoint.VALIDATION),
                        PatchGrid.square(9),
                        SmallTraining.TRAINING,
                        null,
                        Clock.systemUTC()))
                .hasMessageContaining("no validation split");
    }
}
