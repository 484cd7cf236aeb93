package io.protolab.cpu.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.protolab.cpu.tracking.FakeRuns.FakeRun;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.finding.Case;
import io.protolab.platform.finding.Finding;
import io.protolab.platform.finding.Finding.Standing;
import io.protolab.platform.registry.Outbox.Link;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mlflow.api.proto.Service.RunStatus;

class RunExaminationTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Backoff SHORT = new Backoff(Duration.ofMillis(20), Duration.ofMillis(200));

    private final FakeMlflow mlflow = new FakeMlflow(TIMEOUT.toMillis());
    private final List<Finding> remembered = new ArrayList<>();

    @TempDir
    Path folder;

    private Lab lab;
    private OutboxSender sender;
    private RunExamination examination;

    @BeforeEach
    void deliverASweep() throws IOException {
        ArtifactStore store = new DirectoryArtifactStore(folder);
        lab = new Lab(SweepSamples.sweep(SweepSamples.TWO_BACKBONES_TWO_SEEDS), store);
        MlflowTransport transport = new MlflowTransport(mlflow.address(), TIMEOUT);
        sender = new OutboxSender(
                lab.outbox(),
                lab.registry,
                store,
                transport,
                new SendingPace(Duration.ofMillis(10), SHORT, SHORT, SHORT));
        examination = new RunExamination(lab.registry, lab.outbox(), transport);
        lab.run();
        sender.start();
        awaitDelivery();
    }

    @AfterEach
    void stop() {
        sender.close();
        mlflow.close();
    }

    @Test
    void findsNothing_whereMlflowHasWhatTheRegistrySays() throws InterruptedException {
        assertThat(examination.examine()).isEmpty();
    }

    @Test
    void closesRunsThatTheRegistryDoesNotKnow() throws InterruptedException {
        FakeRun known = run(0);
        FakeRun orphan = copyOf(known);
        orphan.tags.put(RunTags.TRIAL, "lost-0");
        FakeRun foreign = copyOf(known);
        foreign.tags.clear();

        assertThat(mend())
                .extracting(Finding::subject, Finding::standing)
                .containsExactly(tuple("lost-0", Standing.MENDED));

        assertThat(orphan.deleted).isTrue();
        assertThat(orphan.tags).containsKey(RunTags.ORPHANED);
        assertThat(orphan.status).isEqualTo(RunStatus.KILLED);
        assertThat(foreign.deleted).isFalse();
        assertThat(examination.examine()).isEmpty();
    }

    @Test
    void closesSecondRuns_andKeepsTheOneThatTheRegistryNames() throws InterruptedException {
        FakeRun kept = run(1);
        FakeRun second = copyOf(kept);

        assertThat(mend()).extracting(Finding::what).containsExactly("a second run of the same sweep or trial");

        assertThat(second.deleted).isTrue();
        assertThat(second.tags).containsEntry(RunTags.DUPLICATE_OF, kept.id);
        assertThat(kept.deleted).isFalse();
        assertThat(examination.examine()).isEmpty();
    }

    @Test
    void correctsARunThatSomebodyChanged() throws InterruptedException {
        FakeRun changed = run(2);
        changed.status = RunStatus.RUNNING;
        changed.tags.put(RunTags.STATE, "nonsense");
        int points = changed.metrics.size();
        changed.metrics.removeIf(metric -> metric.getKey().equals("test/accuracy"));
        assertThat(changed.metrics).hasSizeLessThan(points);

        assertThat(mend()).singleElement().satisfies(finding -> {
            assertThat(finding.evidence())
                    .contains("status is RUNNING, not FINISHED")
                    .contains("tag protolab.state is 'nonsense', not 'COMPLETE'")
                    .contains("metric test/accuracy ends with nothing");
            assertThat(finding.isMended()).isTrue();
        });

        awaitDelivery();
        assertThat(examination.examine()).isEmpty();
        assertThat(changed.status).isEqualTo(RunStatus.FINISHED);
        assertThat(link(2).sealed()).isTrue();
    }

    @Test
    void restoresADeletedRun_andMakesALostOneAnew() throws InterruptedException {
        FakeRun deleted = run(0);
        FakeRun lost = run(3);
        mlflow.runs().delete(deleted);
        mlflow.runs().forget(lost);

        assertThat(mend())
                .extracting(Finding::what)
                .containsExactlyInAnyOrder("its run was deleted in MLflow", "MLflow has its run no more");

        awaitDelivery();
        assertThat(examination.examine()).isEmpty();
        assertThat(run(0).id).isEqualTo(deleted.id);
        assertThat(run(3).id).isNotEqualTo(lost.id);
        assertThat(link(3).sealed()).isTrue();
    }

    @Test
    void leavesAloneWhatIsStillBeingDelivered() throws InterruptedException {
        sender.close();
        run(1).status = RunStatus.RUNNING;
        lab.register(1, "birds");

        assertThat(examination.examine()).isEmpty();
    }

    @Test
    void saysThatMlflowIsAway() throws InterruptedException {
        mlflow.goAway();

        assertThat(mend()).singleElement().satisfies(finding -> {
            assertThat(finding.standing()).isEqualTo(Standing.FOR_A_PERSON);
            assertThat(finding.what()).startsWith("MLflow does not answer");
        });
        assertThat(remembered).isEmpty();
    }

    private List<Finding> mend() throws InterruptedException {
        return Case.mend(examination.examine(), remembered::add);
    }

    private FakeRun run(int index) {
        return mlflow.runs().named(lab.trial(index).name());
    }

    private Link link(int index) {
        return lab.outbox().link(lab.trial(index).id()).orElseThrow();
    }

    private FakeRun copyOf(FakeRun run) {
        mlflow.runs().copy(run);
        List<FakeRun> all = mlflow.runs().all();
        return all.get(all.size() - 1);
    }

    private void awaitDelivery() {
        Eventually.isTrue(() -> lab.outbox().undelivered().isEmpty()
                && lab.outbox().links().stream().allMatch(Link::sealed));
    }
}
