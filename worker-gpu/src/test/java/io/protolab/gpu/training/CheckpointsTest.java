package io.protolab.gpu.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.platform.artifact.Sha256;
import io.protolab.platform.experiment.ReferenceSwitches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunningEngine.class)
class CheckpointsTest {
    private static final TrainingPlan PLAN = SmallTraining.plan(3, ReferenceSwitches.Checkpoint.LAST);

    @TempDir
    Path directory;

    private Path home;

    @BeforeEach
    void name() {
        home = directory.resolve("trial");
    }

    /** Damage to a file of a checkpoint. */
    @FunctionalInterface
    private interface Damage {
        void to(Path file) throws IOException;
    }

    static Stream<Arguments> damages() {
        Map<String, Damage> damages = Map.of(
                "truncated",
                file -> write(file, Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) / 2)),
                "flipped",
                CheckpointsTest::flip,
                "missing",
                Files::delete,
                "empty",
                file -> write(file, new byte[0]));
        return Stream.of("state.safetensors", "state.json", "SHA256SUMS")
                .flatMap(file -> damages.entrySet().stream()
                        .map(damage -> Arguments.of(file, damage.getKey(), damage.getValue())));
    }

    private static void flip(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        write(file, content);
    }

    private static void write(Path file, byte[] content) throws IOException {
        Path unused = Files.write(file, content);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("damages")
    void goesOnFromTheOneBefore_whenTheNewestIsDamaged(String file, String name, Damage damage) throws IOException {
        saveAfter(1, 5, 9);

        damage.to(home.resolve("attempt-000001/steps-000000009").resolve(file));

        assertThat(restoredSteps(2)).isEqualTo(5);
    }

    @Test
    void startsAnew_whenNoneIsWhole() throws IOException {
        saveAfter(1, 5, 9);
        for (int steps : new int[] {5, 9}) {
            flip(home.resolve("attempt-000001/steps-00000000" + steps + "/state.json"));
        }

        try (Checkpoints checkpoints = Checkpoints.begin(home, 2)) {
            assertThat(checkpoints.restore(PLAN)).isEmpty();
            assertThat(checkpoints.stepsBeyond(0)).isEqualTo(9);
        }
    }

    @Test
    void keepsTwoWholeOnes_whateverIsDamaged() throws IOException {
        saveAfter(1, 5, 9);
        flip(home.resolve("attempt-000001/steps-000000009/state.safetensors"));

        saveAfter(2, 7);
        flip(home.resolve("attempt-000002/steps-000000007/state.safetensors"));

        assertThat(restoredSteps(3)).isEqualTo(5);
    }

    @Test
    void leavesNothingOfEarlierAttempts_onceItHasTwoOfItsOwn() throws IOException {
        saveAfter(1, 2, 3);
        saveAfter(2, 4);
        assertThat(home.resolve("attempt-000001")).isDirectoryContaining("glob:**/steps-000000003");

        saveAfter(3, 5, 6, 7);

        assertThat(home).isDirectoryNotContaining("glob:**/attempt-00000[12]");
        assertThat(home.resolve("attempt-000003"))
                .isDirectoryContaining("glob:**/steps-000000006")
                .isDirectoryContaining("glob:**/steps-000000007")
                .isDirectoryNotContaining("glob:**/steps-000000005");
    }

    @Test
    void knowsHowFarAnyAttemptCame_alsoWhenItsDirectoryIsGone() throws IOException {
        try (Checkpoints killed = Checkpoints.begin(home, 1)) {
            killed.reached(40);
        }
        saveAfter(2, 4, 5);
        assertThat(home).isDirectoryNotContaining("glob:**/attempt-000001");

        try (Checkpoints third = Checkpoints.begin(home, 3)) {
            assertThat(third.stepsBeyond(5)).isEqualTo(35);
            assertThat(third.stepsBeyond(50)).isZero();
        }
    }

    @Test
    void takesNothingFromAnAttemptThatWasOvertaken() throws IOException {
        try (Checkpoints zombie = Checkpoints.begin(home, 1);
                TrainingState state = TrainingState.initial(PLAN);
                Checkpoints successor = Checkpoints.begin(home, 2)) {
            assertThatThrownBy(() -> zombie.save(state, PLAN))
                    .isInstanceOf(SupersededException.class)
                    .hasMessageContaining("attempt 2 has begun");
            assertThatThrownBy(zombie::requireNewest).isInstanceOf(SupersededException.class);
            assertThat(successor.restore(PLAN)).isEmpty();
            assertThatThrownBy(() -> Checkpoints.begin(home, 1)).isInstanceOf(SupersededException.class);
        }
    }

    @Test
    void endsAnAttempt_whoseTrialIsOver() throws IOException {
        try (Checkpoints zombie = Checkpoints.begin(home, 1);
                TrainingState state = TrainingState.initial(PLAN)) {
            Checkpoints.delete(home);

            assertThatThrownBy(() -> zombie.save(state, PLAN))
                    .isInstanceOf(SupersededException.class)
                    .hasMessageContaining("the trial has ended");
            assertThat(home).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void deletesWhatAKilledSaveLeft(int next) throws IOException {
        saveAfter(1, 5);
        Path leftover = Files.createDirectory(home.resolve("attempt-000001/unfinished-steps-000000006"));
        write(leftover.resolve("state.safetensors"), new byte[] {1});

        assertThat(restoredSteps(next)).isEqualTo(5);
        assertThat(leftover).doesNotExist();
    }

    @Test
    void leavesNothing_ofASaveThatFailed() throws IOException {
        saveAfter(1, 5);

        assertThatThrownBy(() -> WholeDirectory.write(home.resolve("attempt-000001"), "steps-000000006", into -> {
                    write(into.resolve("state.json"), new byte[] {1});
                    throw new IOException("No space left on device");
                }))
                .hasMessage("No space left on device");

        assertThat(home.resolve("attempt-000001"))
                .isDirectoryContaining("glob:**/steps-000000005")
                .isDirectoryNotContaining("glob:**000000006");
    }

    @Test
    void passesOverAnotherVersionsLayout() throws IOException {
        saveAfter(1, 5, 9);
        Path newest = home.resolve("attempt-000001/steps-000000009");
        Path rest = newest.resolve("state.json");
        String written = Files.readString(rest);
        write(rest, written.replace("\"identities\"", "\"formerly\"").getBytes(UTF_8));
        Path sums = newest.resolve("SHA256SUMS");
        write(
                sums,
                Files.readString(sums)
                        .replace(Sha256.of(written.getBytes(UTF_8)), Sha256.of(Files.readAllBytes(rest)))
                        .getBytes(UTF_8));

        assertThat(restoredSteps(2)).isEqualTo(5);
    }

    @Test
    void leavesAloneWhatItDoesNotKnow() throws IOException {
        saveAfter(1, 5);
        Path oldLayout = Files.createDirectory(home.resolve("steps-000000099"));
        write(oldLayout.resolve("state.safetensors"), new byte[] {1});
        write(home.resolve("notes.txt"), new byte[] {1});
        write(home.resolve("attempt-000007"), new byte[] {1});
        Path unnumbered = Files.createDirectory(home.resolve("attempt-seven"));
        write(home.resolve("attempt-000001/steps-nine"), new byte[] {1});
        write(home.resolve("attempt-000001/steps-000000098"), new byte[] {1});

        saveAfter(2, 6, 7, 8);

        assertThat(restoredSteps(3)).isEqualTo(8);
        assertThat(oldLayout.resolve("state.safetensors")).exists();
        assertThat(home.resolve("notes.txt")).exists();
        assertThat(home.resolve("attempt-000007")).exists();
        assertThat(unnumbered).exists();
    }

    /** Goes on from what is there and saves after each of these steps of the training. */
    private void saveAfter(int attempt, int... steps) throws IOException {
        try (Checkpoints checkpoints = Checkpoints.begin(home, attempt);
                TrainingState state = checkpoints.restore(PLAN).orElseGet(() -> TrainingState.initial(PLAN))) {
            for (int step : steps) {
                SmallTraining.loop(PLAN).run(state, SmallTraining.SILENT, () -> state.stepCount() == step);
                checkpoints.reached(state.stepCount());
                checkpoints.save(state, PLAN);
            }
        }
    }

    private long restoredSteps(int attempt) throws IOException {
        try (Checkpoints checkpoints = Checkpoints.begin(home, attempt);
                TrainingState state = checkpoints.restore(PLAN).orElseThrow()) {
            return state.stepCount();
        }
    }
}
