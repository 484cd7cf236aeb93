package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.registry.AttemptRecord;
import io.protolab.platform.registry.SweepRecord;
import io.protolab.platform.registry.TrialRecord;
import io.protolab.platform.workflow.AttemptOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever happens to a sweep does not change a bit of its results: disturbed ones are compared with one that nobody disturbed. */
class KillTest {
    /** Trains for seconds, so that its first report and its first checkpoint come well before its end. */
    private static final int LONG = 400;

    private static final String THREE_TRIALS = SmallSweep.file("three", 10, LONG, 11);
    private static final String ONE_TRIAL = SmallSweep.file("one", LONG);

    private static Path data;
    private static StandaloneProcess standalone;
    private static Map<String, Map<String, String>> undisturbed;

    @BeforeAll
    static void runUndisturbed() throws IOException {
        data = SharedMlflow.freshDirectory("kill");
        standalone = StandaloneProcess.up(data);
        PlatformClient client = standalone.client();
        SweepRecord sweep = client.submit(THREE_TRIALS, 1);
        client.await(sweep, SweepState.COMPLETE);
        undisturbed = client.results(sweep);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        standalone.close();
    }

    @Test
    void goesOnByItself_afterAKillOfEverything() throws IOException, InterruptedException {
        PlatformClient before = standalone.client();
        SweepRecord sweep = before.submit(THREE_TRIALS, 2);
        TrialRecord interrupted = before.await(sweep, 1, KillTest::isInTraining);
        List<AttemptRecord> first = before.attempts(before.trials(sweep).get(0));

        standalone.killEverything();
        standalone.awaitNoChild();
        standalone = StandaloneProcess.up(data);
        PlatformClient after = standalone.client();
        after.await(sweep, SweepState.COMPLETE);

        assertThat(after.results(sweep)).isEqualTo(undisturbed);
        assertThat(after.attempts(after.trials(sweep).get(0))).isEqualTo(first);
        assertThat(after.attempts(interrupted))
                .hasSize(2)
                .last()
                .satisfies(second -> assertThat(second.firstEpoch()).isPositive());
        after.awaitSealed(sweep);
        after.assertHeldOnceByMlflow(sweep);
    }

    @Test
    void goesOnFromItsCheckpoint_afterAPause() {
        PlatformClient client = standalone.client();
        SweepRecord sweep = client.submit(ONE_TRIAL, 1);
        client.await(sweep, 0, KillTest::isInTraining);

        client.steer(sweep, "pause");
        TrialRecord paused = client.await(sweep, 0, trial -> trial.state() != TrialState.RUNNING);
        assertThat(paused.state()).isEqualTo(TrialState.WAITING);
        assertThat(client.state(sweep)).isEqualTo(SweepState.PAUSED);

        client.steer(sweep, "resume");
        client.await(sweep, SweepState.COMPLETE);

        assertThat(undisturbed).containsAllEntriesOf(client.results(sweep));
        assertThat(client.attempts(paused))
                .extracting(AttemptRecord::outcome)
                .containsExactly(AttemptOutcome.HANDED_BACK, AttemptOutcome.DONE);
        assertThat(client.attempts(paused).get(1).firstEpoch()).isPositive();
    }

    @Test
    void leavesNoTrialRunning_afterACancellation() {
        PlatformClient client = standalone.client();
        SweepRecord sweep = client.submit(THREE_TRIALS, 3);
        client.await(sweep, 1, KillTest::isInTraining);

        client.steer(sweep, "cancel");
        client.await(sweep, SweepState.CANCELLED);

        assertThat(client.trials(sweep))
                .extracting(TrialRecord::state)
                .containsExactly(TrialState.COMPLETE, TrialState.CANCELLED, TrialState.CANCELLED);
        assertThat(client.attempts(client.trials(sweep).get(1)))
                .extracting(AttemptRecord::outcome)
                .allMatch(Objects::nonNull);
    }

    @Test
    void tellsMlflowEverythingOnce_afterMlflowWasKilled() {
        PlatformClient client = standalone.client();
        SweepRecord sweep = client.submit(ONE_TRIAL, 2);
        client.await(sweep, 0, KillTest::isInTraining);

        standalone.kill("mlflow");
        client.await(sweep, SweepState.COMPLETE);
        client.awaitSealed(sweep);

        client.assertHeldOnceByMlflow(sweep);
        assertThat(undisturbed).containsAllEntriesOf(client.results(sweep));
        assertThat(client.attempts(client.trials(sweep).get(0))).hasSize(1);
    }

    private static boolean isInTraining(TrialRecord trial) {
        return trial.state() == TrialState.RUNNING && trial.epochs() > 0;
    }
}
