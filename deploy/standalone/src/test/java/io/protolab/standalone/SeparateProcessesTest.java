package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.protolab.platform.cli.Cli;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.json.Json;
import io.protolab.platform.registry.AttemptRecord;
import io.protolab.platform.registry.SweepRecord;
import io.protolab.platform.registry.TrialRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jdbi.v3.core.generic.GenericType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The parts on their own, as where each has a machine: all they share are addresses and directories. */
class SeparateProcessesTest {
    /** Trains for seconds, so that its first report and its first checkpoint come well before its end. */
    private static final int LONG = 400;

    private static SeparateProcesses parts;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        parts = SeparateProcesses.start(SharedMlflow.freshDirectory("separate"));
    }

    @AfterAll
    static void stop() {
        parts.close();
    }

    @Test
    void showsTheSameNumbersEverywhere() throws IOException {
        PlatformClient client = parts.client();
        SweepRecord sweep = client.submit(SmallSweep.file("numbers", 10, 11), 1);
        client.await(sweep, SweepState.COMPLETE);
        client.awaitSealed(sweep);

        assertThat(client.trials(sweep)).hasSize(2);
        for (TrialRecord trial : client.trials(sweep)) {
            Map<String, Double> numbers = trial.metrics().values();
            assertThat(numbers).containsKeys("test/accuracy", "coherence/consistency");
            assertThat(recorded(trial)).isEqualTo(numbers);
            assertThat(printed(trial)).isEqualTo(numbers);
            assertThat(parts.mlflow().lastMetrics(String.valueOf(trial.mlflowRunId())))
                    .containsAllEntriesOf(numbers);
        }
        client.assertHeldOnceByMlflow(sweep);
    }

    @Test
    void losesNothing_whenBothWorkersAreKilledWhileMlflowIsAway() throws IOException, InterruptedException {
        PlatformClient client = parts.client();
        SweepRecord disturbed = client.submit(SmallSweep.file("disturbed", LONG), 1);
        TrialRecord trial = client.await(disturbed, 0, SeparateProcessesTest::isInTraining);

        parts.stopMlflow();
        parts.replaceWorkers();
        client.await(disturbed, SweepState.COMPLETE);
        parts.restartMlflow();
        client.awaitSealed(disturbed);

        SweepRecord undisturbed = client.submit(SmallSweep.file("undisturbed", LONG), 1);
        client.await(undisturbed, SweepState.COMPLETE);
        assertThat(client.results(disturbed)).isEqualTo(client.results(undisturbed));
        assertThat(client.attempts(trial)).hasSize(2);
        AttemptRecord second = client.attempts(trial).get(1);
        assertThat(second.firstEpoch()).isPositive();
        assertThat(second.worker()).isNotEqualTo(client.attempts(trial).get(0).worker());
        client.assertHeldOnceByMlflow(disturbed);
    }

    private static boolean isInTraining(TrialRecord trial) {
        return trial.state() == TrialState.RUNNING && trial.epochs() > 0;
    }

    private static Map<String, Double> recorded(TrialRecord trial) {
        return parts.registry()
                .withHandle(
                        handle -> handle.createQuery("SELECT name, value FROM final_metrics WHERE trial_id = :trial")
                                .bind("trial", trial.id())
                                .setMapKeyColumn("name")
                                .setMapValueColumn("value")
                                .collectInto(new GenericType<Map<String, Double>>() {}));
    }

    private static Map<String, Double> printed(TrialRecord trial) throws IOException {
        Process show = JavaProcess.of(Cli.class, "show", "--json", "--api", parts.api(), trial.id())
                .start();
        String json = new String(show.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return Json.mapper().readValue(json, TrialRecord.class).metrics().values();
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }
}
