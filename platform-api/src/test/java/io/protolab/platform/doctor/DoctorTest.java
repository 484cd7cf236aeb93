package io.protolab.platform.doctor;

import static io.protolab.platform.registry.RegistrySamples.row;
import static io.protolab.platform.registry.RegistrySamples.twoAssignmentsTwoSeeds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.finding.ExaminedSystem;
import io.protolab.platform.finding.Finding;
import io.protolab.platform.finding.Finding.Standing;
import io.protolab.platform.registry.ArtifactRecord;
import io.protolab.platform.registry.Audit;
import io.protolab.platform.registry.EventKinds;
import io.protolab.platform.registry.EventRecord;
import io.protolab.platform.registry.InMemoryAudit;
import io.protolab.platform.registry.InMemoryRegistry;
import io.protolab.platform.registry.Outbox;
import io.protolab.platform.workflow.SweepClient;
import io.protolab.platform.workflow.TaskQueues;
import io.protolab.platform.workflow.TemporalConnection;
import io.protolab.platform.workflow.TemporalExecutions;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each disorder is made for real where it can be, found, mended, and not found again. */
class DoctorTest {
    private final Instant now = Instant.now();

    @TempDir
    Path directory;

    private final InMemoryRegistry registry = new InMemoryRegistry();
    /** An hour later than what the registry writes. */
    private final Clock later = Clock.fixed(now.plus(Duration.ofHours(1)), ZoneOffset.UTC);

    private final Audit audit = new InMemoryAudit(registry, later);
    private final TemporalConnection nowhere = TemporalConnection.to("127.0.0.1:1", "default");
    private FakeExecutions executions = new FakeExecutions(true);

    @BeforeEach
    void aSweepRuns() {
        registry.accept(twoAssignmentsTwoSeeds("open"));
        registry.changeSweepState("open", SweepState.RUNNING, "", List.of());
        registry.startTrial("open-0", List.of());
        registry.openAttempt("open-0", "run 1", null);
        executions.run("sweep/open", now);
        executions.run("trial/open-0", now);
    }

    @AfterEach
    void theSweepIsNeverTouched() {
        assertThat(executions.ids()).contains("sweep/open", "trial/open-0");
        assertThat(registry.findTrial("open-0").orElseThrow().state()).isEqualTo(TrialState.RUNNING);
        assertThat(registry.attempts("open-0").get(0).endedAt()).isNull();
        assertThat(mendings("open")).isEmpty();
        assertThat(mendings("open-0")).isEmpty();
        nowhere.close();
    }

    @Test
    void endsAttemptsOfTrialsThatDoNotRun() throws InterruptedException {
        registry.openAttempt("open-1", "run 2", null);
        Doctor doctor = doctor();

        assertThat(doctor.examine(false)).singleElement().satisfies(finding -> {
            assertThat(finding.system()).isEqualTo(ExaminedSystem.REGISTRY);
            assertThat(finding.subject()).isEqualTo("open-1");
            assertThat(finding.what()).isEqualTo("attempt 1 is open although its trial is WAITING");
            assertThat(finding.standing()).isEqualTo(Standing.MENDABLE);
        });
        assertThat(registry.attempts("open-1").get(0).endedAt()).isNull();

        assertThat(doctor.mend(false)).extracting(Finding::isMended).containsExactly(true);

        assertThat(registry.attempts("open-1").get(0).endedAt()).isNotNull();
        assertThat(mendings("open-1")).singleElement().asString().contains("ends the attempt");
        assertThat(doctor.mend(false)).isEmpty();
    }

    @Test
    void endsWorkflowsOfWhatIsFinalOrUnknown() throws InterruptedException {
        cancelled("over");
        executions.run("sweep/over", now);
        executions.run("trial/over-0", now);
        executions.run("sweep/nobody", now);
        executions.run("export/over-0/model/onnx", now);
        executions.run("eviction/" + "0".repeat(64), now);
        executions.run("somebody-else", now);
        Doctor doctor = doctor();

        assertThat(doctor.mend(false))
                .extracting(Finding::system, Finding::subject, Finding::standing)
                .containsExactlyInAnyOrder(
                        tuple(ExaminedSystem.TEMPORAL, "over", Standing.MENDED),
                        tuple(ExaminedSystem.TEMPORAL, "over-0", Standing.MENDED),
                        tuple(ExaminedSystem.TEMPORAL, "nobody", Standing.MENDED),
                        tuple(ExaminedSystem.TEMPORAL, "over-0", Standing.MENDED),
                        tuple(ExaminedSystem.TEMPORAL, "0".repeat(64), Standing.MENDED));

        assertThat(executions.ids()).containsExactly("sweep/open", "trial/open-0", "somebody-else");
        assertThat(doctor.examine(false)).isEmpty();
    }

    @Test
    void asksForWorkflowsByTheirIds_whereTheServerListsNone() throws InterruptedException {
        executions = new FakeExecutions(false);
        executions.run("sweep/open", now);
        executions.run("trial/open-0", now);
        cancelled("over");
        executions.run("trial/over-3", now);

        assertThat(doctor().mend(false)).extracting(Finding::subject).containsExactly("over-3");
    }

    @Test
    void leavesAWorkflowTheTimeToTidyUp() throws InterruptedException {
        Instant start = Instant.now().minusSeconds(60);
        cancelled("over");
        executions.run("trial/over-0", start);

        assertThat(new WorkflowExamination(registry, audit, executions, Clock.systemUTC()).examine())
                .isEmpty();
    }

    @Test
    void endsATrialThatRunsInASweepThatDoesNot() throws InterruptedException {
        registry.accept(twoAssignmentsTwoSeeds("paused"));
        registry.changeSweepState("paused", SweepState.PAUSED, "", List.of());
        executions.run("sweep/paused", now);
        registry.startTrial("paused-0", List.of());
        registry.accept(twoAssignmentsTwoSeeds("over"));
        registry.startTrial("over-0", List.of());
        registry.changeSweepState("over", SweepState.CANCELLED, "", List.of());
        registry.startTrial("open-2", List.of());

        assertThat(doctor().mend(false))
                .extracting(Finding::subject, Finding::standing)
                .containsExactly(
                        tuple("open-2", Standing.FOR_A_PERSON),
                        tuple("over-0", Standing.MENDED),
                        tuple("paused-0", Standing.MENDED));

        assertThat(registry.findTrial("over-0").orElseThrow().state()).isEqualTo(TrialState.CANCELLED);
        assertThat(registry.findTrial("paused-0").orElseThrow().state()).isEqualTo(TrialState.WAITING);
        assertThat(registry.findTrial("open-2").orElseThrow().state()).isEqualTo(TrialState.RUNNING);
    }

    @Test
    void startsTheWorkflowOfAnOpenSweep_alsoWhereTemporalThinksThatItCompleted() throws InterruptedException {
        registry.accept(twoAssignmentsTwoSeeds("forgotten"));
        try (TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance()) {
            SweepClient sweeps = new SweepClient(temporal.getWorkflowClient());
            TemporalExecutions real = new TemporalExecutions(temporal.getWorkflowClient());
            Doctor doctor = new Doctor(
                    registry,
                    List.of(new ExecutionExamination(registry, audit, real, sweeps)),
                    List::of,
                    mend -> List.of());
            for (String id : List.of("sweep/open", "trial/open-0")) {
                var unused = temporal.getWorkflowClient()
                        .newUntypedWorkflowStub("Any", options(id))
                        .start();
            }

            assertThat(doctor.examine(false)).extracting(Finding::subject).containsExactly("forgotten");
            assertThat(doctor.mend(false)).extracting(Finding::isMended).containsExactly(true);

            assertThat(doctor.examine(false)).isEmpty();
            assertThat(real.running()).as("the embedded server lists nothing").isEmpty();
            real.terminate(real.find("sweep/forgotten").orElseThrow(), "as if it had ended");
            assertThat(doctor.examine(false)).extracting(Finding::subject).containsExactly("forgotten");
        }
    }

    private static WorkflowOptions options(String id) {
        return WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(TaskQueues.CPU)
                .build();
    }

    @Test
    void offersAgainWhatMlflowRefused_andTellsWhatIsOverdue() throws InterruptedException {
        registry.recordEpochs("open-1", List.of(), List.of(row("open-1", "epoch-0")));
        Outbox.Lease lease =
                registry.outbox().lease("sender", Duration.ofMinutes(1)).orElseThrow();
        registry.outbox().park(lease, registry.outbox().pending(lease, 1).get(0).sequence(), "no such param");
        registry.outbox().release(lease);
        registry.recordEpochs("open-2", List.of(), List.of(row("open-2", "epoch-0")));

        assertThat(doctor().mend(false))
                .extracting(Finding::subject, Finding::standing)
                .containsExactly(tuple("open-1", Standing.MENDED), tuple("open-2", Standing.FOR_A_PERSON));

        assertThat(registry.outbox().backlog().parked()).isZero();
    }

    @Test
    void tellsFilesThatAreNotAsRecorded_andDeletesUnfinishedOnes() throws IOException, InterruptedException {
        DirectoryArtifactStore store = new DirectoryArtifactStore(directory);
        Artifact good = store.put("good.txt", new byte[] {1, 2}, Artifact.BINARY);
        Artifact changed = store.put("changed.txt", new byte[] {3, 4}, Artifact.BINARY);
        Artifact cut = store.put("cut.txt", new byte[] {5, 6}, Artifact.BINARY);
        Artifact gone = store.put("gone.txt", new byte[] {7, 8}, Artifact.BINARY);
        registry.recordArtifacts(
                List.of(good, changed, cut, gone).stream()
                        .map(file -> new ArtifactRecord("open-3", file, store.location(file)))
                        .toList(),
                List.of());
        overwrite(store, changed, new byte[] {3, 9});
        overwrite(store, cut, new byte[] {5});
        Files.delete(Path.of(store.location(gone)));
        Path young = Files.write(directory.resolve("incoming/young.part"), new byte[10]);
        Path old = Files.write(directory.resolve("incoming/old.part"), new byte[20]);
        Files.setLastModifiedTime(old, FileTime.from(now.minus(Duration.ofDays(2))));
        Doctor doctor = new Doctor(
                registry,
                List.of(new StoreExamination(registry, audit, store, Clock.systemUTC())),
                StoreExamination.ofContents(registry, audit, store),
                mend -> List.of());

        List<Finding> quick = doctor.mend(false);

        assertThat(quick)
                .extracting(Finding::subject, Finding::standing, Finding::bytes)
                .containsExactly(
                        tuple("open-3", Standing.FOR_A_PERSON, 0L),
                        tuple("artifacts/incoming/old.part", Standing.MENDED, 20L));
        assertThat(quick.get(0).what()).startsWith("2 of 4 files");
        assertThat(quick.get(0).evidence()).isEqualTo("cut.txt has 1 bytes instead of 2; gone.txt is missing");
        assertThat(young).exists();
        assertThat(old).doesNotExist();
        assertThat(doctor.examine(true))
                .extracting(Finding::what)
                .anySatisfy(what -> assertThat(what).startsWith("3 of 4 files do not have the content"));
    }

    private void cancelled(String sweep) {
        registry.accept(twoAssignmentsTwoSeeds(sweep));
        registry.trials(sweep).forEach(trial -> registry.endTrial(trial.id(), TrialState.CANCELLED, "", List.of()));
        registry.changeSweepState(sweep, SweepState.CANCELLED, "", List.of());
    }

    private Doctor doctor() {
        return new Doctor(
                registry,
                List.of(
                        new ExecutionExamination(registry, audit, executions, new SweepClient(nowhere.client())),
                        new RecordExamination(registry, audit, registry.outbox()),
                        new DeliveryExamination(registry.outbox(), later),
                        new WorkflowExamination(registry, audit, executions, later)),
                List::of,
                mend -> List.of());
    }

    private List<String> mendings(String subject) {
        return registry.events(subject).stream()
                .filter(event -> event.kind().equals(EventKinds.MENDED))
                .map(EventRecord::message)
                .toList();
    }

    private static void overwrite(DirectoryArtifactStore store, Artifact artifact, byte[] content) throws IOException {
        Path file = Path.of(store.location(artifact));
        Files.delete(file);
        Files.write(file, content);
    }
}
