package io.protolab.gpu.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.gpu.loss.HoyerSquare;
import io.protolab.gpu.loss.ProtoSVitLoss;
import io.protolab.gpu.model.Aggregation;
import io.protolab.gpu.model.FeatureNorm;
import io.protolab.gpu.model.HeadShape;
import io.protolab.gpu.model.Kernels;
import io.protolab.gpu.model.MaskedPrototypes;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.TorchEngine;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.ReferenceSwitches.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunningEngine.class)
class TrainingLoopTest {
    private static final InMemoryTokens TRAINING = InMemoryTokens.separable(50, 4, 9, 8, 1);
    private static final InMemoryTokens VALIDATION = InMemoryTokens.separable(20, 4, 9, 8, 2);
    private static final EpochListener SILENT = (epoch, state) -> {};

    @TempDir
    Path directory;

    private static TrainingPlan plan(int epochs, Checkpoint evaluated) {
        return new TrainingPlan(
                new HeadShape(
                        8,
                        8,
                        10,
                        4,
                        0.1,
                        5,
                        1e-6,
                        FeatureNorm.NONE,
                        Aggregation.NONLINEAR,
                        Kernels.BOTH,
                        MaskedPrototypes.ZEROED),
                0.1,
                new ProtoSVitLoss(
                        1,
                        List.of(),
                        1,
                        new HoyerSquare(0.01, 0, 0.01, HoyerSquare.Target.IMPORTANCE, false),
                        0,
                        false,
                        2),
                new LearningRateSchedule(0.01, 1e-4, 2, epochs),
                new AdamW.Settings(0.01, 0.9, 0.999, 1e-8),
                new PrototypePruning.Settings(3, 2, -50),
                epochs,
                16,
                0,
                null,
                evaluated,
                7);
    }

    private static TrainingLoop loop(TrainingPlan plan) {
        return new TrainingLoop(plan, PatchGrid.square(9), TRAINING, VALIDATION, Clock.systemUTC());
    }

    private Path headOf(TrainingState state, String name) throws IOException {
        Path file = directory.resolve(name);
        state.writeEvaluatedHead(file);
        return file;
    }

    @Test
    void learnsToTellClassesApart() throws IOException {
        TrainingPlan plan = plan(40, Checkpoint.LAST);
        InMemoryTokens many = InMemoryTokens.separable(200, 4, 9, 8, 1);
        TrainingLoop loop = new TrainingLoop(plan, PatchGrid.square(9), many, VALIDATION, Clock.systemUTC());
        try (TrainingState state = TrainingState.initial(plan)) {
            boolean finished = loop.run(state, SILENT, () -> false);

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
        TrainingPlan plan = plan(2, Checkpoint.LAST);
        List<Path> heads = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            try (TrainingState state = TrainingState.initial(plan)) {
                loop(plan).run(state, SILENT, () -> false);
                heads.add(headOf(state, "head-" + run));
            }
        }
        assertThat(heads.get(0)).hasSameBinaryContentAs(heads.get(1));
    }

    @ParameterizedTest
    @EnumSource(
            value = Checkpoint.class,
            names = {"LAST", "VALIDATION"})
    void resumesToTheSameBits_afterAKillInsideAnEpoch(Checkpoint evaluated) throws IOException {
        TrainingPlan plan = plan(8, evaluated);
        Path uninterrupted;
        List<Map<String, Double>> curves;
        try (TrainingState state = TrainingState.initial(plan)) {
            loop(plan).run(state, SILENT, () -> false);
            uninterrupted = headOf(state, "uninterrupted");
            curves = state.history().stream().map(EpochMetrics::values).toList();
        }

        Checkpoints checkpoints = new Checkpoints(directory.resolve("checkpoints"));
        EpochListener saving = saving(checkpoints, plan);
        AtomicInteger steps = new AtomicInteger();
        try (TrainingState killed = TrainingState.initial(plan)) {
            boolean finished = loop(plan).run(killed, saving, () -> steps.incrementAndGet() > 4 * 5 + 2);
            assertThat(finished).isFalse();
        }
        try (TrainingState resumed = checkpoints.restore(plan).orElseThrow()) {
            assertThat(resumed.finishedEpochCount()).isEqualTo(5);
            loop(plan).run(resumed, saving, () -> false);

            assertThat(headOf(resumed, "resumed")).hasSameBinaryContentAs(uninterrupted);
            assertThat(resumed.history()).extracting(EpochMetrics::values).isEqualTo(curves);
        }
    }

    private static EpochListener saving(Checkpoints checkpoints, TrainingPlan plan) {
        return (epoch, state) -> checkpoints.save(state, plan);
    }

    @Test
    void goesOnFromAnOlderCheckpoint_whenTheNewestIsDamaged() throws IOException {
        TrainingPlan plan = plan(3, Checkpoint.LAST);
        Checkpoints checkpoints = new Checkpoints(directory.resolve("checkpoints"));
        try (TrainingState state = TrainingState.initial(plan)) {
            loop(plan).run(state, saving(checkpoints, plan), () -> false);
        }
        Path newest = directory.resolve("checkpoints/epochs-000003/state.safetensors");
        Files.write(newest, Arrays.copyOf(Files.readAllBytes(newest), 5000));

        try (TrainingState restored = checkpoints.restore(plan).orElseThrow()) {
            assertThat(restored.finishedEpochCount()).isEqualTo(2);
        }
        assertThat(directory.resolve("checkpoints")).isDirectoryNotContaining("glob:**epochs-000001");
    }

    @Test
    void keepsTheBestEpoch_whenThePlanSelectsOne() throws IOException {
        TrainingPlan plan = plan(6, Checkpoint.VALIDATION);
        try (TrainingState state = TrainingState.initial(plan)) {
            loop(plan).run(state, SILENT, () -> false);

            List<Double> accuracies = state.history().stream()
                    .map(epoch -> epoch.values().get(EpochMetrics.VALIDATION_ACCURACY))
                    .toList();
            double best = accuracies.stream().max(Double::compare).orElseThrow();
            assertThat(state.evaluatedEpoch()).isEqualTo(accuracies.indexOf(best));
        }
    }

    @Test
    void holdsNoMoreTensors_afterManySteps() throws IOException {
        TrainingPlan plan = plan(12, Checkpoint.EPOCH_MEAN);
        List<Integer> counts = new ArrayList<>();
        try (TrainingState state = TrainingState.initial(plan)) {
            loop(plan)
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
                        plan(1, Checkpoint.VALIDATION), PatchGrid.square(9), TRAINING, null, Clock.systemUTC()))
                .hasMessageContaining("no validation split");
    }
}
