package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.cli.ExitCodes;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.registry.EventKinds;
import io.protolab.platform.registry.SweepRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Everything is saved in the middle of a sweep and goes on elsewhere, while the original goes on as well. */
class BackupOfASweepTest {
    private static final String TWO_TRIALS = SmallSweep.file("saved", 10, 300);

    @Test
    void goesOnElsewhere_withTheSameBits() throws Exception {
        Path original = SharedMlflow.freshDirectory("saved");
        Path elsewhere = TestDirectories.fresh("restored");
        Path file = TestDirectories.fresh("saved-file").resolve("backup.tar");
        SweepRecord sweep;
        Map<String, Map<String, String>> undisturbed;
        try (StandaloneProcess standalone = StandaloneProcess.up(original)) {
            PlatformClient client = standalone.client();
            sweep = client.submit(TWO_TRIALS, 1);
            client.await(sweep, 1, trial -> trial.state() == TrialState.RUNNING && trial.epochs() > 0);

            ConsoleOutput saved = ConsoleOutput.of("backup", "--to", file.toString(), "--data", original.toString());
            assertThat(saved.status()).as(saved.toString()).isEqualTo(ExitCodes.DONE);
            assertThat(client.state(sweep))
                    .as("still training when it was saved")
                    .isEqualTo(SweepState.RUNNING);

            client.await(sweep, SweepState.COMPLETE);
            undisturbed = client.results(sweep);
            standalone.killEverything();
            standalone.awaitNoChild();
        }
        ConsoleOutput restored = ConsoleOutput.of("restore", file.toString(), "--data", elsewhere.toString());
        assertThat(restored.status()).as(restored.toString()).isEqualTo(ExitCodes.DONE);
        Files.createSymbolicLink(elsewhere.resolve("mlflow/environment"), original.resolve("mlflow/environment"));
        FileTree.delete(original.resolve("datasets"));

        try (StandaloneProcess standalone = StandaloneProcess.up(elsewhere)) {
            PlatformClient client = standalone.client();
            assertThat(client.trials(sweep).get(0).state()).isEqualTo(TrialState.COMPLETE);
            client.await(sweep, SweepState.COMPLETE);

            assertThat(client.results(sweep)).isEqualTo(undisturbed);
            assertThat(client.events(sweep)).noneMatch(event -> event.kind().equals(EventKinds.NOT_REPRODUCIBLE));
            client.awaitSealed(sweep);
            client.assertHeldOnceByMlflow(sweep);
        }
    }
}
