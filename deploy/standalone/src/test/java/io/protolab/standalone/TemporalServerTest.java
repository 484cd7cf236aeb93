package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.registry.AttemptRecord;
import io.protolab.platform.registry.SweepRecord;
import io.protolab.platform.registry.TrialRecord;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Everything as a process of its own, with Temporal's own server on PostgreSQL: it is driven from outside, and nothing is in memory. */
class TemporalServerTest {
    /** Trains for seconds, so that its first report and its first checkpoint come well before its end. */
    private static final int LONG = 400;

    private static final String TWO_TRIALS = SmallSweep.file("real", 10, LONG);

    private static SeparateProcesses parts;
    private static Map<String, Map<String, String>> onEmbedded;

    @BeforeAll
    static void runOnTheEmbeddedServerFirst() throws IOException, InterruptedException {
        TemporalPrograms programs = programs();
        parts = SeparateProcesses.start(SharedMlflow.freshDirectory("temporal-server"));
        SweepRecord sweep = parts.client().submit(TWO_TRIALS, 1);
        parts.client().await(sweep, SweepState.COMPLETE);
        onEmbedded = parts.client().results(sweep);
        parts.moveTo(programs);
    }

    /** A build server has to have them; elsewhere their absence is told. */
    private static TemporalPrograms programs() {
        Optional<TemporalPrograms> programs = TemporalPrograms.find();
        if (!"true".equals(System.getenv("CI"))) {
            assumeThat(programs)
                    .as("No Temporal server here. %s", TemporalPrograms.HOW_TO_GET_THEM)
                    .isPresent();
        }
        return TemporalPrograms.require();
    }

    @AfterAll
    static void stop() {
        if (parts != null) {
            parts.close();
        }
    }

    @Test
    void goesOnByItself_afterAKillOfTheServer() {
        PlatformClient client = parts.client();
        SweepRecord sweep = client.submit(TWO_TRIALS, 2);
        TrialRecord training = client.await(sweep, 1, TemporalServerTest::isInTraining);

        parts.killTemporalServer();
        client.await(sweep, SweepState.COMPLETE);
        client.awaitSealed(sweep);

        assertThat(client.results(sweep)).isEqualTo(onEmbedded);
        assertThat(client.attempts(training)).hasSize(1);
        client.assertHeldOnceByMlflow(sweep);
    }

    @Test
    void goesOnFromItsCheckpoint_afterAPause() {
        PlatformClient client = parts.client();
        SweepRecord sweep = client.submit(SmallSweep.file("real", LONG), 1);
        client.await(sweep, 0, TemporalServerTest::isInTraining);

        client.steer(sweep, "pause");
        TrialRecord paused = client.await(sweep, 0, trial -> trial.state() == TrialState.WAITING);
        client.steer(sweep, "resume");
        client.await(sweep, SweepState.COMPLETE);

        assertThat(onEmbedded).containsAllEntriesOf(client.results(sweep));
        List<AttemptRecord> attempts = client.attempts(paused);
        assertThat(attempts).hasSize(2);
        assertThat(attempts.get(1).firstEpoch()).isPositive();
    }

    @Test
    void leavesNoTrialRunning_afterACancellation() {
        PlatformClient client = parts.client();
        SweepRecord sweep = client.submit(SmallSweep.file("real", LONG, 10), 1);
        client.await(sweep, 0, TemporalServerTest::isInTraining);

        client.steer(sweep, "cancel");
        client.await(sweep, SweepState.CANCELLED);

        assertThat(client.trials(sweep)).extracting(TrialRecord::state).containsOnly(TrialState.CANCELLED);
    }

    private static boolean isInTraining(TrialRecord trial) {
        return trial.state() == TrialState.RUNNING && trial.epochs() > 0;
    }
}
