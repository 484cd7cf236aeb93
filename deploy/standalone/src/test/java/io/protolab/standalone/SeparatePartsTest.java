package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.protolab.cpu.tracking.MlflowContract;
import io.protolab.platform.cli.Cli;
import io.protolab.platform.cli.ExitCodes;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.json.Json;
import io.protolab.platform.registry.AttemptRecord;
import io.protolab.platform.registry.SweepRecord;
import io.protolab.platform.registry.TrialRecord;
import io.protolab.standalone.chaos.Injection;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.generic.GenericType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts on their own, as where each has a machine: all they share are addresses and directories. */
class SeparatePartsTest {
    /** Trains for seconds, so that its first report and its first checkpoint come well before its end. */
    private static final int LONG = 400;

    private static RunningParts parts;
    private static SweepRecord undisturbed;

    @BeforeAll
    static void runUndisturbed() throws IOException {
        parts = RunningParts.start(SharedMlflow.freshDirectory("separate"));
        undisturbed = parts.client().submit(SmallSweep.file("undisturbed", 10, LONG), 1);
        parts.client().await(undisturbed, SweepState.COMPLETE);
    }

    @AfterAll
    static void stop() {
        parts.close();
    }

    @Test
    void showsTheSameNumbersEverywhere() throws IOException {
        PlatformClient client = parts.client();
        client.awaitSealed(undisturbed);

        assertThat(client.trials(undisturbed)).hasSize(2);
        MlflowReader mlflow = new MlflowReader(parts.mlflow());
        for (TrialRecord trial : client.trials(undisturbed)) {
            Map<String, Double> numbers = trial.metrics().values();
            assertThat(numbers).containsKeys("test/accuracy", "coherence/consistency");
            assertThat(recorded(trial)).isEqualTo(numbers);
            assertThat(printed(trial)).isEqualTo(numbers);
            assertThat(mlflow.lastMetrics(String.valueOf(trial.mlflowRunId()))).containsAllEntriesOf(numbers);
        }
        client.assertHeldOnceByMlflow(undisturbed);
    }

    @Test
    void givesModelsThatPythonLoads(@TempDir Path directory) throws IOException, InterruptedException {
        TrialRecord trial = parts.client().trials(undisturbed).get(0);
        Path exported = directory.resolve("exported");
        command("export", trial.id(), "--out", exported.toString());
        command("register", trial.id(), "--name", "birds");
        parts.client().awaitSealed(undisturbed);

        assertThat(exported)
                .isDirectoryContaining("glob:**/model.onnx")
                .isDirectoryContaining("glob:**/model.pt")
                .isDirectoryContaining("glob:**/MLmodel");
        assertThat(exported.resolve("requirements.txt")).content().contains("mlflow==" + MlflowInstallation.VERSION);
        new ExportedModelCheck(directory)
                .run(parts.api(), parts.mlflow(), trial.id(), "birds", exported, parts.directory("datasets"));
    }

    private static void command(String name, String trial, String... options) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(name, trial, "--api", parts.api()));
        words.addAll(List.of(options));
        Process command = JavaProcess.of(Cli.class, words.toArray(String[]::new))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(command.waitFor()).as("exit code of %s", words).isZero();
    }

    @Test
    void losesNothing_whenBothWorkersAreKilledWhileMlflowIsAway() {
        PlatformClient client = parts.client();
        Injection.Undo away = parts.refuseMlflow();
        SweepRecord disturbed = client.submit(SmallSweep.file("deserted", LONG), 1);
        TrialRecord trial = client.await(disturbed, 0, SeparatePartsTest::isInTraining);

        parts.killWorkers();
        client.await(disturbed, SweepState.COMPLETE);
        away.run();
        client.awaitSealed(disturbed);

        assertThat(client.results(undisturbed)).containsAllEntriesOf(client.results(disturbed));
        List<AttemptRecord> attempts = client.attempts(trial);
        assertThat(attempts).hasSize(2);
        assertThat(attempts.get(1).firstEpoch()).isPositive();
        assertThat(attempts.get(1).worker()).isNotEqualTo(attempts.get(0).worker());
        client.assertHeldOnceByMlflow(disturbed);
    }

    @Test
    void repeatsNoFinishedTrial_whenTemporalIsKilledAndForgetsTheSweep() {
        PlatformClient client = parts.client();
        SweepRecord disturbed = client.submit(SmallSweep.file("forgotten", 10, LONG), 1);
        TrialRecord interrupted = client.await(disturbed, 1, SeparatePartsTest::isInTraining);
        TrialRecord finished = client.trials(disturbed).get(0);
        List<AttemptRecord> before = client.attempts(finished);

        parts.killTemporal();
        client.await(disturbed, SweepState.COMPLETE);
        client.awaitSealed(disturbed);

        assertThat(client.results(disturbed)).isEqualTo(client.results(undisturbed));
        assertThat(client.trials(disturbed)).contains(finished);
        assertThat(client.attempts(finished)).isEqualTo(before);
        assertThat(client.attempts(interrupted))
                .hasSize(2)
                .last()
                .satisfies(second -> assertThat(second.firstEpoch()).isPositive());
        client.assertHeldOnceByMlflow(disturbed);
    }

    @Test
    void putsOrphansOfEverySystemInOrder_andLeavesARunningSweepAlone() throws IOException {
        PlatformClient client = parts.client();
        client.awaitSealed(undisturbed);
        assertThat(doctor("--mend").status()).as("what earlier tests left").isEqualTo(ExitCodes.DONE);
        SweepRecord busy = client.submit(SmallSweep.file("busy", LONG), 1);
        TrialRecord running = client.await(busy, 0, SeparatePartsTest::isInTraining);
        Orphans orphans = Orphans.plantedIn(parts, client.trials(undisturbed).get(0));

        ConsoleOutput found = doctor();
        ConsoleOutput mended = doctor("--mend");
        ConsoleOutput after = doctor();

        assertThat(found.status()).isEqualTo(ExitCodes.PLATFORM);
        assertThat(found.out()).contains(orphans.described()).contains("to mend: protolab doctor --mend");
        assertThat(mended.status()).as("%s", mended).isEqualTo(ExitCodes.DONE);
        assertThat(after.out()).isEqualToIgnoringWhitespace("nothing to mend");
        assertThat(after.status()).isEqualTo(ExitCodes.DONE);
        orphans.assertGone();
        client.await(busy, SweepState.COMPLETE);
        assertThat(client.attempts(running)).hasSize(1);
        client.awaitSealed(busy);
        client.assertHeldOnceByMlflow(busy);
    }

    private static ConsoleOutput doctor(String... options) {
        List<String> words = new ArrayList<>(List.of("doctor", "--api", parts.api()));
        words.addAll(List.of(options));
        return ConsoleOutput.of(words.toArray(String[]::new));
    }

    /** The release of MLflow that we install, on the database that we give it. */
    @Nested
    class OurMlflow extends MlflowContract {
        @Override
        protected URI mlflow() {
            return URI.create(parts.mlflow());
        }
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
