package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
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
}
