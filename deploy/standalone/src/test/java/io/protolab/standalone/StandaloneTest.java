package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.cli.Addresses;
import io.protolab.platform.cli.ExitCodes;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.registry.SweepRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole process as a user starts it, with the real servers. The first run of a checkout installs MLflow. */
class StandaloneTest {
    private static final Path ROOT = TestDirectories.kept("standalone");

    @Test
    void comesBackWithWhatItHad_afterAKillThatLeftNoChild_andComputesOtherBitsWithOtherThreads()
            throws IOException, InterruptedException {
        assertThat(protolab("up", "--detach", "--threads", "2")).isEqualTo(ExitCodes.DONE);
        String log = Files.readString(ROOT.resolve("logs/up.log"));
        assertThat(protolab("up", "--detach")).as("a second one").isEqualTo(ExitCodes.PLATFORM);
        assertThat(protolab("status")).isEqualTo(ExitCodes.DONE);
        assertThat(ROOT.resolve("logs/up.log")).hasContent(log);
        String experiment = mlflow().createExperiment("kept-" + System.nanoTime());
        PlatformClient client = new PlatformClient(address("api"), address("mlflow"));
        SweepRecord sweep = client.submit(SmallSweep.file("threads-" + System.nanoTime(), 6), 1);
        client.await(sweep, SweepState.COMPLETE);
        String trial = client.trials(sweep).get(0).id();

        DataDirectory.user(ROOT).orElseThrow().destroyForcibly();
        StandaloneProcess.awaitNoChild(ROOT);

        try (StandaloneProcess successor = StandaloneProcess.up(ROOT, "--threads", "1")) {
            assertThat(mlflow().experiments()).contains(experiment);

            ConsoleOutput again = ConsoleOutput.of("reproduce", trial, "--data", ROOT.toString());
            assertThat(again.status()).as(again.toString()).isEqualTo(ExitCodes.DIFFERENT);
            assertThat(again.out())
                    .contains("the first that is not the same is training/epochs.json")
                    .contains("because of threads: 1, before 2");

            assertThat(protolab("down")).isEqualTo(ExitCodes.DONE);

            assertThat(successor.children()).isEmpty();
            assertThat(DataDirectory.user(ROOT)).isEmpty();
            assertThat(Addresses.read(ROOT)).isEmpty();
        }
    }

    /** Also where nothing runs any more. */
    @AfterEach
    void stop() throws IOException, InterruptedException {
        assertThat(protolab("down")).isEqualTo(ExitCodes.DONE);
    }

    private static MlflowReader mlflow() throws IOException {
        return new MlflowReader(address("mlflow"));
    }

    private static String address(String part) throws IOException {
        return String.valueOf(Addresses.read(ROOT).orElseThrow().parts().get(part));
    }

    /** Runs a command on the data directory and returns its exit code. */
    private static int protolab(String... words) throws IOException, InterruptedException {
        String[] all = Stream.concat(Stream.of(words), Stream.of("--data", ROOT.toString()))
                .toArray(String[]::new);
        Process command = JavaProcess.of(Protolab.class, all)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return command.waitFor();
    }
}
