package io.protolab.gpu.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.SeededRandom;
import io.protolab.platform.artifact.Sha256;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.ReferenceSwitches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(RunningEngine.class)
class ResumeTest {
    private static final int EPOCHS = 3;

    /** Of the chances to stop; no divisor of the number in a step, so that all places within a step come up. */
    private static final int EVERY = 13;

    @TempDir
    Path directory;

    /** All that a training leaves: parameters, moments, mask and best epoch; curves; the head that is the result. */
    private record Result(String state, List<Map<String, Double>> curves, String head) {}

    @ParameterizedTest
    @CsvSource({"VALIDATION, 0", "LAST_BATCH_TRAIN_LOSS, 5"})
    void goesOnToTheSameBits_whereverItStops_alsoInTheMiddleOfAStep(
            ReferenceSwitches.Checkpoint evaluated, int microBatch) throws IOException {
        TrainingPlan plan = SmallTraining.plan(EPOCHS, evaluated).withMicroBatch(microBatch);
        Result undisturbed = finish(plan, TrainingState.initial(plan), directory.resolve("undisturbed"));
        assertThat(undisturbed.curves().get(EPOCHS - 1).get(EpochMetrics.ACTIVE_PROTOTYPES))
                .isBetween(1.0, 9.0);
        int chances = chances(plan);
        assertThat(chances).isGreaterThan(EPOCHS * SmallTraining.STEPS_PER_EPOCH * 3);

        for (int stop = 0; stop < chances; stop += EVERY) {
            Path home = directory.resolve("stopped-" + stop);
            try (Checkpoints first = Checkpoints.begin(home, 1);
                    TrainingState state = TrainingState.initial(plan)) {
                boolean finished = SmallTraining.loop(plan).run(state, SmallTraining.SILENT, after(stop));
                assertThat(finished).isFalse();
                first.save(state, plan);
            }
            try (Checkpoints second = Checkpoints.begin(home, 2)) {
                Result resumed = finish(plan, second.restore(plan).orElseThrow(), directory.resolve("end-" + stop));
                assertThat(resumed).as("stopped at chance " + stop).isEqualTo(undisturbed);
            }
        }
    }

    @Test
    void forgetsTheStepItWasStoppedIn_alsoWhenTheSameStateGoesOn() throws IOException {
        TrainingPlan plan = SmallTraining.plan(EPOCHS, ReferenceSwitches.Checkpoint.EPOCH_MEAN)
                .withMicroBatch(5);
        Result undisturbed = finish(plan, TrainingState.initial(plan), directory.resolve("undisturbed"));
        TrainingState state = TrainingState.initial(plan);

        long moved = 0;
        for (int chance = 1; state.finishedEpochCount() < EPOCHS - 1; chance++) {
            long before = state.stepCount();
            assertThat(SmallTraining.loop(plan).run(state, SmallTraining.SILENT, after(chance)))
                    .isFalse();
            moved = Math.max(moved, state.stepCount() - before);
        }

        assertThat(moved).isPositive();
        assertThat(finish(plan, state, directory.resolve("end"))).isEqualTo(undisturbed);
    }

    /** How often a training asks whether to stop. */
    private static int chances(TrainingPlan plan) throws IOException {
        int[] asked = {0};
        try (TrainingState state = TrainingState.initial(plan)) {
            SmallTraining.loop(plan).run(state, SmallTraining.SILENT, () -> {
                asked[0]++;
                return false;
            });
        }
        return asked[0];
    }

    @ParameterizedTest
    @CsvSource({"1, 5", "2, 9"})
    void endsInTheSameBits_killedAtRandomAgainAndAgain(long seed, int kills) throws IOException {
        TrainingPlan plan = SmallTraining.plan(EPOCHS, ReferenceSwitches.Checkpoint.EPOCH_MEAN);
        Result undisturbed = finish(plan, TrainingState.initial(plan), directory.resolve("undisturbed"));
        Path home = directory.resolve("killed");
        SeededRandom random = SeededRandom.of(seed, "kills");
        long furthest = 0;

        for (int attempt = 1; attempt <= kills; attempt++) {
            try (Checkpoints checkpoints = Checkpoints.begin(home, attempt);
                    TrainingState state = checkpoints.restore(plan).orElseGet(() -> TrainingState.initial(plan))) {
                assertThat(checkpoints.stepsBeyond(state.stepCount())).isEqualTo(furthest - state.stepCount());
                SmallTraining.loop(plan)
                        .run(state, savingNowAndThen(checkpoints, plan, random), after(random.nextInt(40)));
                furthest = Math.max(furthest, state.stepCount());
            }
        }

        try (Checkpoints last = Checkpoints.begin(home, kills + 1)) {
            assertThat(finish(plan, last.restore(plan).orElseThrow(), directory.resolve("end")))
                    .isEqualTo(undisturbed);
        }
    }

    private static EpochListener savingNowAndThen(Checkpoints checkpoints, TrainingPlan plan, SeededRandom random) {
        return new EpochListener() {
            @Override
            public void stepDone(TrainingState state, int stepCount) throws IOException {
                checkpoints.reached(state.stepCount());
                save(state);
            }

            @Override
            public void epochDone(EpochMetrics epoch, TrainingState state) throws IOException {
                save(state);
            }

            private void save(TrainingState state) throws IOException {
                if (random.nextInt(3) == 0) {
                    checkpoints.save(state, plan);
                }
            }
        };
    }

    private static BooleanSupplier after(int chances) {
        int[] passed = {0};
        return () -> passed[0]++ == chances;
    }

    /** Trains to the end and closes the state. */
    private static Result finish(TrainingPlan plan, TrainingState state, Path home) throws IOException {
        try (state;
                Checkpoints checkpoints = Checkpoints.begin(home, 1)) {
            assertThat(SmallTraining.loop(plan).run(state, SmallTraining.SILENT, () -> false))
                    .isTrue();
            checkpoints.save(state, plan);
            Path head = home.resolve("head.safetensors");
            state.writeEvaluatedHead(head);
            Path saved = home.resolve(
                    "attempt-000001/steps-%09d/state.safetensors".formatted(EPOCHS * SmallTraining.STEPS_PER_EPOCH));
            return new Result(
                    Sha256.of(Files.readAllBytes(saved)),
                    state.history().stream().map(EpochMetrics::values).toList(),
                    Sha256.of(Files.readAllBytes(head)));
        }
    }
}
