package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.protolab.platform.cli.ExitCodes;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.registry.AttemptRecord;
import io.protolab.platform.registry.SweepRecord;
import io.protolab.platform.registry.TrialRecord;
import io.protolab.platform.workflow.Executions;
import io.protolab.platform.workflow.SweepSchedule;
import io.protolab.platform.workflow.TemporalConnection;
import io.protolab.platform.workflow.TemporalExecutions;
import io.protolab.platform.workflow.WorkflowIds;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Everything as a process of its own, with Temporal's own server on PostgreSQL: it is driven from outside, and nothing is in memory. */
class TemporalServerTest {
    /** Trains for seconds, so that its first report and its first checkpoint come well before its end. */
    private static final int LONG = 400;

    private static RunningParts parts;
    private static Map<String, Map<String, String>> onEmbedded;

    @BeforeAll
    static void runOnTheEmbeddedServerFirst() throws IOException {
        requirePrograms();
        parts = RunningParts.start(SharedMlflow.freshDirectory("temporal-server"));
        SweepRecord sweep = parts.client().submit(SmallSweep.file("real", 10, LONG), 1);
        parts.client().await(sweep, SweepState.COMPLETE);
        onEmbedded = parts.client().results(sweep);
        parts.moveToTemporalServer();
    }

    /** A build server has to have them; elsewhere their absence is told. */
    private static void requirePrograms() {
        if ("true".equals(System.getenv("CI"))) {
            var unused = TemporalPrograms.require();
        } else {
            assumeThat(TemporalPrograms.find())
                    .as("No Temporal server here. %s", TemporalPrograms.HOW_TO_GET_THEM)
                    .isPresent();
        }
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
        SweepRecord sweep = client.submit(SmallSweep.file("real", LONG), 1);
        TrialRecord training = client.await(sweep, 0, TemporalServerTest::isInTraining);

        parts.killTemporal();
        client.await(sweep, SweepState.COMPLETE);
        client.awaitSealed(sweep);

        assertThat(onEmbedded).containsAllEntriesOf(client.results(sweep));
        assertThat(client.attempts(training)).hasSize(1);
        client.assertHeldOnceByMlflow(sweep);
        assertFound(sweep, "COMPLETE", 2);
    }

    @Test
    void goesOnFromItsCheckpoint_afterAPause() {
        PlatformClient client = parts.client();
        SweepRecord sweep = client.submit(SmallSweep.file("real", LONG), 2);
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
        assertFound(sweep, "CANCELLED", 1);
    }

    @Test
    void lacksNothing() {
        assertThat(parts.client().lacking()).isEmpty();
    }

    @Test
    void runsASweepThatAScheduleStarts() {
        PlatformClient client = parts.client();
        String file = SmallSweep.file("real", 10);
        SweepSchedule made = client.schedule(file, "nightly", "0 2 * * *", "Europe/Berlin");
        assertThat(made.cron()).isEqualTo("0 2 * * *");
        assertThat(made.next()).isAfter(Instant.now());
        assertThatThrownBy(() -> client.schedule(file, "nightly", "0 3 * * *", "UTC"))
                .hasMessageContaining("there is a schedule 'nightly'");
        assertThatThrownBy(() -> client.schedule(file, "other", "0 99 * * *", "UTC"))
                .hasMessageContaining("'0 99 * * *' is not understood by Temporal");

        client.steerSchedule("nightly", "run");
        SweepRecord sweep = client.awaitSweep("nightly-20");
        client.await(sweep, SweepState.COMPLETE);
        assertThat(onEmbedded).containsAllEntriesOf(client.results(sweep));

        assertThat(client.steerSchedule("nightly", "pause").paused()).isTrue();
        SweepSchedule known = client.steerSchedule("nightly", "resume");
        assertThat(known.paused()).isFalse();
        assertThat(known.lastSweep()).isEqualTo(sweep.id());
        client.steerSchedule("nightly", "remove");
        assertThatThrownBy(() -> client.steerSchedule("nightly", "run")).hasMessageContaining("no schedule 'nightly'");
    }

    @Test
    void listsEveryPage_andHasEndedWhatRunsForNobody() {
        List<String> lost = IntStream.range(0, 7)
                .mapToObj(index -> WorkflowIds.trial("lost-00000000-00" + index))
                .toList();
        try (TemporalConnection temporal = TemporalConnection.to(parts.temporal(), Standalone.NAMESPACE)) {
            lost.forEach(id -> ForgottenWorkflow.start(temporal, id));
            Executions executions = new TemporalExecutions(ForgottenWorkflow.listedThreeAtATime(temporal));
            ForgottenWorkflow.awaitListed(executions, lost);

            ConsoleOutput mended = doctor("--mend");
            ConsoleOutput after = doctor();

            assertThat(mended.status()).as("%s", mended).isEqualTo(ExitCodes.DONE);
            assertThat(mended.out()).contains("lost-00000000-000", "lost-00000000-006");
            assertThat(after.out()).isEqualToIgnoringWhitespace("nothing to mend");
            assertThat(lost).noneMatch(id -> ForgottenWorkflow.runs(executions, id));
        }
    }

    @Test
    void hasAnOpenSweepsWorkflowStarted_thatTheServerDoesNotRun() {
        PlatformClient client = parts.client();
        SweepRecord sweep = client.submit(SmallSweep.file("real", 10), 1);
        client.steer(sweep, "pause");
        client.await(sweep, SweepState.PAUSED);
        String workflow = WorkflowIds.sweep(sweep.id());
        try (TemporalConnection temporal = TemporalConnection.to(parts.temporal(), Standalone.NAMESPACE)) {
            Executions executions = new TemporalExecutions(temporal.client());
            // once or twice the API server, which looks after open sweeps too, may be faster than the doctor
            boolean found = Waiting.until(Duration.ofMinutes(1), () -> {
                executions.find(workflow).ifPresent(execution -> executions.terminate(execution, "lost"));
                return doctor().out().contains("the sweep is PAUSED and no workflow works on it");
            });
            assertThat(found).isTrue();

            assertThat(doctor("--mend").status()).isEqualTo(ExitCodes.DONE);

            assertThat(ForgottenWorkflow.runs(executions, workflow)).isTrue();
        }
        client.steer(sweep, "resume");
        client.await(sweep, SweepState.COMPLETE);
        assertThat(onEmbedded).containsAllEntriesOf(client.results(sweep));
    }

    @Test
    void endsWhatRunsFromBeforeAnotherTemporalTookOver_butNoFiringOfASchedule() {
        String sweep = WorkflowIds.sweep("before-00000000");
        String firing = "schedule/before-2026-11-24T02:00:00Z";
        try (TemporalConnection temporal = TemporalConnection.to(parts.temporal(), Standalone.NAMESPACE)) {
            Executions executions = new TemporalExecutions(temporal.client());
            List.of(sweep, firing).forEach(id -> ForgottenWorkflow.start(temporal, id));
            ForgottenWorkflow.awaitListed(executions, List.of(sweep, firing));

            assertThat(OutdatedWorkflows.end(parts.temporal())).isEqualTo(1);

            assertThat(ForgottenWorkflow.runs(executions, sweep)).isFalse();
            assertThat(ForgottenWorkflow.runs(executions, firing)).isTrue();
            executions.find(firing).ifPresent(execution -> executions.terminate(execution, "done"));
        }
    }

    private static ConsoleOutput doctor(String... options) {
        return ConsoleOutput.of(Stream.concat(Stream.of("doctor", "--api", parts.api()), Stream.of(options))
                .toArray(String[]::new));
    }

    /** In the server's own lists, by what we call things: the sweep itself and its trials; they are a moment behind. */
    private static void assertFound(SweepRecord sweep, String state, int wanted) {
        String query =
                "ProtolabSweep = '%s' and ProtolabState = '%s' and ProtolabDataset = 'birds' and ProtolabBackbone = 'tiny-vit'"
                        .formatted(sweep.id(), state);
        try (TemporalConnection temporal = TemporalConnection.to(parts.temporal(), "default")) {
            assertThat(Waiting.until(
                            Duration.ofSeconds(30),
                            () -> temporal.client().countWorkflows(query).getCount() == wanted))
                    .as(query)
                    .isTrue();
        }
    }

    private static boolean isInTraining(TrialRecord trial) {
        return trial.state() == TrialState.RUNNING && trial.epochs() > 0;
    }
}
