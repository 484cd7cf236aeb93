package io.protolab.platform.registry;

import static io.protolab.platform.registry.RegistrySamples.TWO_PROTOTYPES_ONE_PRUNED;
import static io.protolab.platform.registry.RegistrySamples.artifact;
import static io.protolab.platform.registry.RegistrySamples.epoch;
import static io.protolab.platform.registry.RegistrySamples.result;
import static io.protolab.platform.registry.RegistrySamples.row;
import static io.protolab.platform.registry.RegistrySamples.twoAssignmentsTwoSeeds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.protolab.platform.registry.Outbox.Backlog;
import io.protolab.platform.registry.Outbox.Lease;
import io.protolab.platform.registry.Outbox.Link;
import io.protolab.platform.registry.Outbox.PendingRow;
import io.protolab.platform.registry.Outbox.Undelivered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Outbox} does with the rows that its {@link Registry} writes. */
public abstract class OutboxContract {
    private static final String TRIAL = "sweep-0";
    private static final String OTHER = "sweep-1";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** The same empty registry for all calls of one test. */
    protected abstract Registry registry();

    /** Where the registry puts its rows. */
    protected abstract Outbox outbox();

    @BeforeEach
    void acceptASweep() {
        registry().accept(twoAssignmentsTwoSeeds("sweep"));
    }

    private void write(String trialId, String... keys) {
        registry()
                .recordEpochs(
                        trialId,
                        List.of(),
                        List.of(keys).stream().map(key -> row(trialId, key)).toList());
    }

    private Lease lease(String owner) {
        return outbox().lease(owner, MINUTE).orElseThrow();
    }

    private static List<Long> sequences(List<PendingRow> rows) {
        return rows.stream().map(PendingRow::sequence).toList();
    }

    private List<String> keys(Lease lease) {
        return outbox().pending(lease, 100).stream().map(row -> row.row().key()).toList();
    }

    @Test
    void deliversTheExactRowsOfASubjectInOrder() {
        write(TRIAL, "epoch-2", "epoch-1");
        write(OTHER, "epoch-1");
        write(TRIAL, "epoch-0");

        Lease lease = lease("a");

        assertThat(lease.subject()).isEqualTo(TRIAL);
        assertThat(outbox().pending(lease, 100))
                .extracting(PendingRow::row)
                .containsExactly(row(TRIAL, "epoch-2"), row(TRIAL, "epoch-1"), row(TRIAL, "epoch-0"));
        assertThat(outbox().pending(lease, 2)).hasSize(2);
        assertThat(sequences(outbox().pending(lease, 100))).isSorted();
    }

    @Test
    void keepsTheFirstRowOfAKey() {
        write(TRIAL, "epoch-0");
        registry().recordEpochs(TRIAL, List.of(), List.of(new OutboxRow(TRIAL, "metrics", "epoch-0", new byte[] {1})));

        assertThat(outbox().pending(lease("a"), 100))
                .extracting(PendingRow::row)
                .containsExactly(row(TRIAL, "epoch-0"));
    }

    @Test
    void takesWhatComesWithFilesAndEvents_once() {
        ArtifactRecord file = new ArtifactRecord(TRIAL, artifact("export/model/MLmodel", "m"), "/1");
        for (int repetition = 0; repetition < 2; repetition++) {
            registry().recordArtifacts(List.of(file), List.of(row(TRIAL, "model")));
            registry().recordEvent(TRIAL, EventKinds.MODEL, "birds", List.of(row(TRIAL, "birds")));
        }

        Lease lease = outbox().lease("sender", Duration.ofMinutes(1)).orElseThrow();
        assertThat(outbox().pending(lease, 10))
                .extracting(pending -> pending.row().key())
                .containsExactly("model", "birds");
        assertThat(registry().artifacts(TRIAL)).containsExactly(file);
        assertThat(registry().events(TRIAL))
                .filteredOn(event -> event.kind().equals(EventKinds.MODEL))
                .hasSize(1);
    }

    @Test
    void writesNoRow_whenTheChangeIsRefused() {
        registry().startTrial(TRIAL, List.of());
        registry().recordArtifacts(List.of(new ArtifactRecord(TRIAL, artifact("a", "1"), "/1")), List.of());
        ArtifactRecord refused = new ArtifactRecord(TRIAL, artifact("a", "2"), "/2");

        assertThatThrownBy(() -> registry()
                        .completeTrial(
                                TRIAL,
                                result(Map.of()),
                                TWO_PROTOTYPES_ONE_PRUNED,
                                List.of(refused),
                                List.of(row(TRIAL, "status"))))
                .isInstanceOf(RegistryException.class);

        assertThat(outbox().backlog()).isEqualTo(new Backlog(0, 0, Duration.ZERO));
    }

    @Test
    void leasesASubjectToOneSenderAtATime() {
        write(TRIAL, "epoch-0");
        write(OTHER, "epoch-0");

        assertThat(lease("a").subject()).isEqualTo(TRIAL);
        assertThat(lease("b").subject()).isEqualTo(OTHER);
        assertThat(outbox().lease("c", MINUTE)).isEmpty();
    }

    @Test
    void leasesEachSubjectOnce_whenManySendersAskAtTheSameTime() throws Exception {
        List<String> trials = IntStream.range(0, 4).mapToObj(i -> "sweep-" + i).toList();
        trials.forEach(trial -> write(trial, "epoch-0"));
        ExecutorService senders = Executors.newFixedThreadPool(4);
        List<Callable<Optional<Lease>>> calls = IntStream.range(0, 12)
                .<Callable<Optional<Lease>>>mapToObj(i -> () -> outbox().lease("sender-" + i, MINUTE))
                .toList();

        List<String> leased = new ArrayList<>();
        for (Future<Optional<Lease>> answer : senders.invokeAll(calls)) {
            answer.get().ifPresent(lease -> leased.add(lease.subject()));
        }

        senders.shutdown();
        assertThat(leased).containsExactlyInAnyOrderElementsOf(trials);
    }

    @Test
    void tellsASenderThatItsLeaseIsLost() {
        write(TRIAL, "epoch-0");
        Lease late = outbox().lease("late", Duration.ZERO).orElseThrow();
        List<Long> sent = sequences(outbox().pending(late, 100));

        Lease next = lease("next");

        assertThat(next.fence()).isGreaterThan(late.fence());
        assertThatThrownBy(() -> outbox().acknowledge(late, sent))
                .isInstanceOf(RegistryException.class)
                .hasMessageContainingAll(TRIAL, "late", "next");
        assertThatThrownBy(() -> outbox().bind(late, "1", "run")).isInstanceOf(RegistryException.class);
        assertThat(keys(next)).containsExactly("epoch-0");
        outbox().release(late);
        assertThat(outbox().lease("third", MINUTE)).isEmpty();
    }

    @Test
    void acceptsWhatWasDelivered_whenTheLeaseRanOutAndNobodyTookIt() {
        write(TRIAL, "epoch-0");
        Lease late = outbox().lease("late", Duration.ZERO).orElseThrow();

        outbox().acknowledge(late, sequences(outbox().pending(late, 100)));

        assertThat(outbox().lease("next", MINUTE)).isEmpty();
    }

    @Test
    void givesASubjectBack() {
        write(TRIAL, "epoch-0");
        Lease lease = lease("a");

        outbox().release(lease);

        assertThat(lease("b").subject()).isEqualTo(TRIAL);
        assertThatThrownBy(() -> outbox().pending(lease, 1)).isInstanceOf(RegistryException.class);
    }

    @Test
    void goesOnAfterTheDeliveredRows() {
        write(TRIAL, "epoch-0", "epoch-1");
        Lease lease = lease("a");

        outbox().acknowledge(lease, List.of(outbox().pending(lease, 1).get(0).sequence()));
        write(TRIAL, "epoch-2");

        assertThat(keys(lease)).containsExactly("epoch-1", "epoch-2");
    }

    @Test
    void holdsBackARowAndAllThatFollow_whileItPauses() {
        write(TRIAL, "epoch-0", "epoch-1", "epoch-2");
        Lease lease = lease("a");
        List<Long> rows = sequences(outbox().pending(lease, 100));

        outbox().retryLater(lease, rows.get(1), "503", Duration.ofHours(1));

        assertThat(keys(lease)).containsExactly("epoch-0");
        outbox().acknowledge(lease, rows.subList(0, 1));
        outbox().release(lease);
        assertThat(outbox().lease("b", MINUTE)).isEmpty();
        assertThat(outbox().backlog().pending()).isEqualTo(2);
    }

    @Test
    void countsTheTries() {
        write(TRIAL, "epoch-0");
        Lease lease = lease("a");
        long row = outbox().pending(lease, 1).get(0).sequence();

        outbox().retryLater(lease, row, "503", Duration.ZERO);
        outbox().retryLater(lease, row, "503", Duration.ZERO);

        assertThat(outbox().pending(lease, 1)).extracting(PendingRow::attempts).containsExactly(2);
    }

    @Test
    void holdsBackASubject_whenARowIsParked() {
        write(TRIAL, "epoch-0", "epoch-1");
        write(OTHER, "epoch-0");
        Lease lease = lease("a");

        outbox().park(lease, outbox().pending(lease, 1).get(0).sequence(), "400 invalid");

        assertThat(keys(lease)).isEmpty();
        outbox().release(lease);
        assertThat(lease("b").subject()).isEqualTo(OTHER);
        assertThat(outbox().backlog().parked()).isEqualTo(1);
        assertThat(outbox().backlog().pending()).isEqualTo(2);
        assertThat(outbox().backlog().oldest()).isPositive();
    }

    @Test
    void bindsASubjectToOneRun() {
        write(TRIAL, "create");
        Lease lease = lease("a");
        assertThat(outbox().link(TRIAL)).contains(new Link(TRIAL, null, null, false));

        outbox().bind(lease, "7", "run-1");
        outbox().bind(lease, "7", "run-1");

        assertThat(outbox().link(TRIAL)).contains(new Link(TRIAL, "7", "run-1", false));
        assertThat(registry().findTrial(TRIAL).orElseThrow().mlflowRunId()).isEqualTo("run-1");
        assertThatThrownBy(() -> outbox().bind(lease, "7", "run-2"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContainingAll(TRIAL, "run-1", "run-2");
        assertThat(outbox().link("nobody")).isEmpty();
    }

    @Test
    void sealsASubject_untilItGetsAnotherRow() {
        write(TRIAL, "status");
        Lease lease = lease("a");
        outbox().bind(lease, "7", "run-1");

        outbox().seal(lease);
        write(TRIAL, "status");
        assertThat(outbox().link(TRIAL).orElseThrow().sealed()).isTrue();

        write(TRIAL, "note");
        assertThat(outbox().link(TRIAL).orElseThrow().sealed()).isFalse();
    }

    @Test
    void queuesWithTheChange_onceForARepeatedOne() {
        registry().startTrial(TRIAL, List.of(row(TRIAL, "create")));
        registry().startTrial(TRIAL, List.of(row(TRIAL, "create")));
        registry().recordEpochs(TRIAL, List.of(epoch(0, 0.5)), List.of(row(TRIAL, "epoch-0"), row("sweep", "epoch")));

        assertThat(keys(lease("a"))).containsExactly("create", "epoch-0");
        assertThat(lease("b").subject()).isEqualTo("sweep");
    }

    @Test
    void offersParkedRowsAgain_whenTheyAreRevived() {
        write(TRIAL, "a", "b");
        write(OTHER, "c");
        Lease lease = lease("a");
        outbox().park(lease, sequences(outbox().pending(lease, 1)).get(0), "MLflow says no");
        outbox().release(lease);

        assertThat(outbox().undelivered())
                .extracting(Undelivered::subject, Undelivered::pending, Undelivered::parked, Undelivered::error)
                .containsExactly(tuple(TRIAL, 1L, 1L, "MLflow says no"), tuple(OTHER, 1L, 0L, null));
        assertThat(outbox().revive(TRIAL)).isEqualTo(1);
        assertThat(outbox().revive(TRIAL)).isZero();
        assertThat(outbox().revive("nobody")).isZero();

        Lease again = lease("b");
        assertThat(again.subject()).isEqualTo(TRIAL);
        assertThat(outbox().pending(again, 100))
                .extracting(PendingRow::attempts)
                .containsExactly(0, 0);
        outbox().acknowledge(again, sequences(outbox().pending(again, 100)));
        assertThat(outbox().undelivered()).extracting(Undelivered::subject).containsExactly(OTHER);
    }

    @Test
    void tellsLeasesThatAreLongOver() throws InterruptedException {
        write(TRIAL, "epoch-0");
        write(OTHER, "epoch-0");
        Lease held = lease("here");
        Lease over = outbox().lease("gone", Duration.ofMillis(1)).orElseThrow();
        Thread.sleep(50);

        assertThat(outbox().abandoned(Duration.ZERO)).containsExactly(over);
        assertThat(outbox().abandoned(MINUTE)).isEmpty();

        outbox().release(over);

        assertThat(outbox().abandoned(Duration.ZERO)).isEmpty();
        assertThat(outbox().pending(held, 1)).hasSize(1);
    }

    @Test
    void deliversEverythingOnceMore_onRequest() {
        write(TRIAL, "epoch-0", "epoch-1");
        Lease first = lease("a");
        outbox().bind(first, "1", "run");
        outbox().seal(first);
        outbox().acknowledge(first, sequences(outbox().pending(first, 100)));
        outbox().release(first);

        assertThat(outbox().redeliver(TRIAL)).isEqualTo(2);

        assertThat(outbox().links()).containsExactly(new Link(TRIAL, "1", "run", false));
        assertThat(keys(lease("b"))).containsExactly("epoch-0", "epoch-1");
    }

    @Test
    void bindsAnotherRun_afterTheFirstIsForgotten() {
        write(TRIAL, "epoch-0");
        Lease lease = lease("a");
        outbox().bind(lease, "1", "lost");

        outbox().unbind(TRIAL);

        assertThat(outbox().links()).isEmpty();
        outbox().bind(lease, "1", "new");
        assertThat(outbox().links()).containsExactly(new Link(TRIAL, "1", "new", false));
    }
}
