package io.protolab.cpu.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.cpu.tracking.FakeMlflow.Fault;
import io.protolab.cpu.tracking.FakeRuns.FakeRun;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.Metrics;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.registry.EventRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mlflow.api.proto.Service.LogBatch;
import org.mlflow.api.proto.Service.RunStatus;

class OutboxSenderTest {
    private static final Duration TIMEOUT = Duration.ofMillis(300);

    private static final Backoff SHORT = new Backoff(Duration.ofMillis(20), Duration.ofMillis(200));
    private static final SendingPace FAST = new SendingPace(Duration.ofMillis(10), SHORT, SHORT, SHORT);

    private final FakeMlflow mlflow = new FakeMlflow(TIMEOUT.toMillis() + 200);

    @TempDir
    Path folder;

    private ArtifactStore store;
    private Lab lab;
    private OutboxSender sender;

    @BeforeEach
    void accept() throws IOException {
        store = new DirectoryArtifactStore(folder);
        lab = new Lab(SweepSamples.sweep(SweepSamples.TWO_BACKBONES_TWO_SEEDS), store);
        sender = newSender(FAST);
    }

    @AfterEach
    void stop() {
        sender.close();
        mlflow.close();
    }

    @ParameterizedTest
    @CsvSource({
        "experiments/create, FAILS_AFTER_EFFECT",
        "experiments/create, SILENT_AFTER_EFFECT",
        "runs/create, FAILS_AFTER_EFFECT",
        "runs/create, BREAKS_AFTER_EFFECT",
        "runs/create, SILENT_AFTER_EFFECT",
        "runs/create, UNAVAILABLE",
        "runs/search, TOO_MANY",
        "runs/log-batch, FAILS_AFTER_EFFECT",
        "runs/log-batch, BREAKS_AFTER_EFFECT",
        "runs/log-batch, UNIQUE_VIOLATION",
        "runs/log-inputs, SILENT_AFTER_EFFECT",
        "runs/update, FAILS_AFTER_EFFECT",
        "artifacts, FAILS_AFTER_EFFECT",
        "artifacts, BREAKS_AFTER_EFFECT",
        "metrics/get-history, UNAVAILABLE"
    })
    void tellsEverythingExactlyOnce_whateverGoesWrong(String endpoint, Fault fault) {
        mlflow.fail(endpoint, fault, fault);
        lab.run();

        sender.start();

        awaitDelivery();
        assertComplete();
    }

    @Test
    void keepsOneRun_whenACreateTakesEffectAfterWeGaveUp() {
        mlflow.fail("runs/create", Fault.LATE_EFFECT);
        lab.run();

        sender.start();

        awaitDelivery();
        assertComplete();
    }

    @Test
    void deletesTheDuplicate_whenACreateWasStillExecutingDuringTheSearch() {
        lab.startSweep();
        lab.startTrial(0);
        sender.start();
        awaitDelivery();
        FakeRun bound = mlflow.runs().named(lab.trial(0).name());
        mlflow.runs().copy(bound);

        lab.train(0, 0, 4);
        lab.complete(0);

        awaitDelivery();
        assertThat(mlflow.runs().named(lab.trial(0).name()).id).isEqualTo(bound.id);
        assertThat(mlflow.runs().all())
                .filteredOn(run -> run.deleted)
                .singleElement()
                .satisfies(run -> assertThat(run.tags).containsEntry(RunTags.DUPLICATE_OF, bound.id));
    }

    @Test
    void catchesUpInOrder_afterMlflowWasAway() {
        mlflow.goAway();
        sender.start();
        lab.run();
        Eventually.isTrue(() -> sender.problem().isPresent());
        assertThat(sender.problem()).get().asString().contains(mlflow.address().toString());

        mlflow.comeBack();

        awaitDelivery();
        assertComplete();
        assertThat(sender.problem()).isEmpty();
        assertThat(mlflow.bodies("runs/create").get(0)).contains("\"run_name\":\"backbones\"");
        assertThat(mlflow.received().get(mlflow.received().size() - 1).method())
                .as("the run is read back last")
                .isEqualTo("GET");
    }

    @Test
    void deliversAnEpochAtOnce() {
        lab.startSweep();
        lab.startTrial(0);
        sender.start();
        awaitDelivery();

        long recorded = System.nanoTime();
        lab.train(0, 0, 1);
        awaitDelivery();

        assertThat(Duration.ofNanos(System.nanoTime() - recorded)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void putsManyEpochsIntoFewRequests() {
        lab.startSweep();
        lab.startTrial(0);
        lab.train(0, 0, 500);

        sender.start();

        awaitDelivery();
        assertThat(mlflow.runs().named(lab.trial(0).name()).points(EpochMetrics.LOSS))
                .hasSize(500);
        assertThat(mlflow.bodies("runs/log-batch"))
                .filteredOn(body -> body.contains("train/loss"))
                .hasSizeLessThan(5)
                .allSatisfy(body -> assertThat(
                                MlflowJson.read(body.getBytes(StandardCharsets.UTF_8), LogBatch.newBuilder())
                                        .getMetricsCount())
                        .isLessThanOrEqualTo(900));
    }

    @Test
    void sendsTheSameBytesAgain_whenAnAnswerWasLost() {
        lab.startSweep();
        lab.startTrial(0);
        sender.start();
        awaitDelivery();
        mlflow.fail("runs/log-batch", Fault.FAILS_AFTER_EFFECT);

        lab.train(0, 0, 4);

        awaitDelivery();
        List<String> batches = mlflow.bodies("runs/log-batch");
        assertThat(batches.get(batches.size() - 1)).isEqualTo(batches.get(batches.size() - 2));
        assertThat(mlflow.runs().named(lab.trial(0).name()).points(EpochMetrics.LOSS))
                .hasSize(4);
    }

    @Test
    void parksWhatMlflowWillNeverTake_andGoesOnWithOtherTrials() {
        lab.startSweep();
        lab.startTrial(0);
        sender.start();
        awaitDelivery();
        mlflow.fail("runs/log-inputs", Fault.INVALID);

        lab.startTrial(1);
        Eventually.isTrue(() -> lab.outbox().backlog().parked() == 1);
        lab.train(0, 0, 4);
        lab.complete(0);

        Eventually.isTrue(
                () -> lab.outbox().link(lab.trial(0).id()).orElseThrow().sealed());
        assertThat(lab.registry.events(lab.trial(1).id()))
                .filteredOn(event -> event.kind().equals(SubjectDelivery.PARKED))
                .extracting(EventRecord::message)
                .singleElement()
                .asString()
                .contains("inputs datasets", "no such thing");
    }

    @Test
    void findsTheOneBadRowOfABatch() {
        lab.startSweep();
        lab.startTrial(0);
        lab.train(0, 0, 4);
        mlflow.failBodies("runs/log-batch", "\"step\":\"2\"");

        sender.start();

        Eventually.isTrue(() -> lab.outbox().backlog().parked() == 1);

        assertThat(mlflow.runs().named(lab.trial(0).name()).points(EpochMetrics.LOSS))
                .hasSize(2);
        awaitEvent("epoch-2");
    }

    @Test
    void stopsAskingAServerThatIsSetUpWrongly_andLosesNothing() {
        Backoff minute = new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(1));
        mlflow.fail("experiments/create", Fault.FORBIDDEN);
        lab.run();
        try (OutboxSender patient = newSender(new SendingPace(Duration.ofMillis(10), SHORT, SHORT, minute))) {
            patient.start();
            Eventually.isTrue(() -> patient.problem().isPresent());
            assertThat(patient.problem()).get().asString().contains("--allowed-hosts");
        }
        assertThat(mlflow.received()).hasSize(1);

        sender.start();

        awaitDelivery();
        assertComplete();
    }

    @Test
    void saysWhatIsMissing_whenMlflowForgotAMetric() {
        lab.startSweep();
        lab.startTrial(0);
        sender.start();
        awaitDelivery();
        mlflow.fail("runs/log-batch", Fault.SWALLOWED);

        lab.train(0, 0, 4);
        awaitDelivery();
        lab.complete(0);

        Eventually.isTrue(() -> lab.outbox().backlog().parked() == 1);
        assertThat(lab.outbox().link(lab.trial(0).id()).orElseThrow().sealed()).isFalse();
        awaitEvent("metric train/loss ends with nothing");
    }

    @Test
    void saysSo_whenSomebodyDeletedTheRun() {
        lab.startSweep();
        lab.startTrial(0);
        sender.start();
        awaitDelivery();
        mlflow.runs().delete(mlflow.runs().named(lab.trial(0).name()));

        lab.train(0, 0, 1);

        Eventually.isTrue(() -> lab.outbox().backlog().parked() == 1);
        awaitEvent("removed from MLflow");
    }

    @Test
    void restoresADeletedExperiment_whenASweepAsksForItAgain() {
        lab.startSweep();
        sender.start();
        awaitDelivery();
        mlflow.runs().deleteExperiment("birds/first look");

        String other = SweepSamples.TWO_BACKBONES_TWO_SEEDS.replace("\"backbones\",", "\"again\",");
        Lab second = new Lab(SweepSamples.sweep(other), store);
        second.startSweep();
        try (OutboxSender another = new OutboxSender(second.outbox(), second.registry, store, transport(), FAST)) {
            another.start();
            Eventually.isTrue(() -> second.outbox().backlog().pending() == 0);
        }

        assertThat(mlflow.runs().experiments())
                .singleElement()
                .satisfies(found -> assertThat(found.getLifecycleStage()).isEqualTo("active"));
    }

    @Test
    void givesUpAFileTheStoreLost_afterSomeTries() throws IOException {
        lab.startSweep();
        lab.startTrial(0);
        lab.train(0, 0, 4);
        lab.complete(0);
        Files.delete(Path.of(lab.registry.artifacts(lab.trial(0).id()).get(1).location()));

        sender.start();

        Eventually.isTrue(() -> lab.outbox().backlog().parked() == 1);
        awaitEvent("image 1+2.png");
    }

    @Test
    void showsAPausedTrialAsScheduled_andAResumedOneAsRunning() {
        lab.startSweep();
        lab.startTrial(0);
        lab.train(0, 0, 2);
        sender.start();
        lab.end(0, TrialState.WAITING, "paused");
        awaitDelivery();
        assertThat(mlflow.runs().named(lab.trial(0).name()).status).isEqualTo(RunStatus.SCHEDULED);

        lab.startTrial(0);
        lab.attempt(0, 2, 2);
        awaitDelivery();

        FakeRun run = mlflow.runs().named(lab.trial(0).name());
        assertThat(run.status).isEqualTo(RunStatus.RUNNING);
        assertThat(run.tags).containsEntry(RunTags.ATTEMPT, "2").containsEntry(RunTags.STATE, "RUNNING");
    }

    @Test
    void goesOnWhereAnotherSenderStopped() {
        mlflow.fail("runs/log-inputs", Fault.SILENT_AFTER_EFFECT);
        lab.run();
        sender.start();
        Eventually.isTrue(() -> !mlflow.bodies("runs/log-inputs").isEmpty());

        long stopping = System.nanoTime();
        sender.close();
        assertThat(Duration.ofNanos(System.nanoTime() - stopping)).isLessThan(Duration.ofSeconds(2));
        sender = newSender(FAST);
        sender.start();

        awaitDelivery();
        assertComplete();
    }

    private OutboxSender newSender(SendingPace pace) {
        return new OutboxSender(lab.outbox(), lab.registry, store, transport(), pace);
    }

    private MlflowTransport transport() {
        return new MlflowTransport(mlflow.address(), TIMEOUT);
    }

    /** The event follows the parked row in a transaction of its own. */
    private void awaitEvent(String words) {
        Eventually.isTrue(() -> lab.registry.events(lab.trial(0).id()).stream()
                .anyMatch(event -> event.message().contains(words)));
    }

    private void awaitDelivery() {
        Eventually.isTrue(() -> lab.outbox().backlog().pending() == 0);
    }

    private void assertComplete() {
        assertThat(lab.outbox().backlog().parked()).isZero();
        assertThat(mlflow.runs().experiments()).hasSize(1);
        assertThat(mlflow.runs().active()).hasSize(5).allMatch(run -> run.status == RunStatus.FINISHED);
        FakeRun sweep = mlflow.runs().named("backbones");
        assertThat(sweep.points(RunMetrics.TRIAL_ACCURACY)).hasSize(4);
        assertThat(sweep.points(RunMetrics.BEST_ACCURACY)).hasSize(4);
        for (int index = 0; index < 4; index++) {
            FakeRun run = mlflow.runs().named(lab.trial(index).name());
            assertThat(run.tags).containsEntry(RunTags.PARENT, sweep.id);
            assertThat(run.points(EpochMetrics.LOSS)).hasSize(4);
            assertThat(run.points(Metrics.ACCURACY)).hasSize(1);
            assertThat(run.inputs).hasSize(2);
            assertThat(run.files)
                    .containsOnlyKeys(
                            RunFiles.TRIAL_SPEC, "plots/training curves.png", "explanations/right/image 1+2.png");
            assertThat(lab.outbox().link(lab.trial(index).id()).orElseThrow().sealed())
                    .isTrue();
        }
    }
}
