package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.cli.Addresses;
import io.protolab.platform.cli.ExitCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The whole process as a user starts it, with the real servers. The first run of a checkout installs MLflow. */
class StandaloneTest {
    private static final Path ROOT = TestDirectories.kept("standalone");

    @Test
    void comesBackWithWhatItHad_afterAKillThatLeftNoChild() throws IOException, InterruptedException {
        String id;
        try (StandaloneProcess killed = StandaloneProcess.up(ROOT)) {
            id = new MlflowReader(killed.address("mlflow")).createExperiment("kept-" + System.nanoTime());
            killed.kill();
            killed.awaitNoChild();
        }

        try (StandaloneProcess stopped = StandaloneProcess.up(ROOT)) {
            assertThat(new MlflowReader(stopped.address("mlflow")).experiments())
                    .contains(id);

            stopped.stop();

            assertThat(stopped.children()).isEmpty();
            assertThat(DataDirectory.user(ROOT)).isEmpty();
        }
    }

    @Test
    void goesOnInTheBackground_untilItIsToldToStop() throws IOException, InterruptedException {
        assertThat(protolab("up", "--detach")).isEqualTo(ExitCodes.DONE);
        try {
            String log = Files.readString(ROOT.resolve("logs/up.log"));

            assertThat(protolab("up", "--detach")).isEqualTo(ExitCodes.PLATFORM);
            assertThat(protolab("status")).isEqualTo(ExitCodes.DONE);
            assertThat(ROOT.resolve("logs/up.log")).hasContent(log);
        } finally {
            assertThat(protolab("down")).isEqualTo(ExitCodes.DONE);
        }
        assertThat(DataDirectory.user(ROOT)).isEmpty();
        assertThat(Addresses.read(ROOT)).isEmpty();
        assertThat(protolab("down")).as("once more").isEqualTo(ExitCodes.DONE);
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
