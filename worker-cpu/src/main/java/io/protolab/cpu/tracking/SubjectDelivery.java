package io.protolab.cpu.tracking;

import io.protolab.cpu.tracking.Answer.Kind;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.registry.Outbox;
import io.protolab.platform.registry.Outbox.Lease;
import io.protolab.platform.registry.Outbox.Link;
import io.protolab.platform.registry.Outbox.PendingRow;
import io.protolab.platform.registry.Registry;
import io.protolab.platform.registry.RegistryException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.mlflow.api.proto.Service.CreateExperiment;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.UpdateRun;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the rows of one leased subject in order. A row is acknowledged after MLflow took it; at the first one that it does not
 * take, the pass ends. Not thread-safe: one object per lease.
 */
final class SubjectDelivery {
    /** Kind of the event that says what MLflow will not learn. */
    static final String PARKED = "mlflow-parked";

    private static final Logger log = LoggerFactory.getLogger(SubjectDelivery.class);

    private static final int ROWS_PER_READ = 200;
    /** Of a request that lost a race inside MLflow, or of a file the store does not give out. */
    private static final int MOST_TRIES = 5;

    private static final Duration FAULT_PAUSE = Duration.ofMinutes(1);
    /** Kinds of which MLflow would make a second one. */
    private static final Set<RowKind> CREATES = Set.of(RowKind.CREATE, RowKind.MODEL, RowKind.REGISTER);

    private static final Set<RunStatus> FINAL = Set.of(RunStatus.FINISHED, RunStatus.FAILED, RunStatus.KILLED);

    private final Lease lease;
    private final Outbox outbox;
    private final Registry registry;
    private final ArtifactStore store;
    private final MlflowTransport mlflow;
    private final Circuit circuit;
    private final SendingPace pace;
    private final RunBinding binding;
    private @Nullable RunWriter writer;

    SubjectDelivery(
            Lease lease,
            Outbox outbox,
            Registry registry,
            ArtifactStore store,
            MlflowTransport mlflow,
            Circuit circuit,
            SendingPace pace) {
        this.lease = lease;
        this.outbox = outbox;
        this.registry = registry;
        this.store = store;
        this.mlflow = mlflow;
        this.circuit = circuit;
        this.pace = pace;
        this.binding = new RunBinding(mlflow, outbox);
    }

    /** Delivers until nothing is left, something is not taken, or {@code goOn} says no. */
    void run(BooleanSupplier goOn) throws InterruptedException {
        List<PendingRow> rows = outbox.pending(lease, ROWS_PER_READ);
        try {
            run(rows, goOn);
        } catch (RegistryException e) {
            throw e;
        } catch (RuntimeException e) {
            log.error("A fault of our own keeps {} from MLflow", lease.subject(), e);
            outbox.retryLater(lease, rows.get(0).sequence(), e.toString(), FAULT_PAUSE);
        }
    }

    private void run(List<PendingRow> oldest, BooleanSupplier goOn) throws InterruptedException {
        boolean together = true;
        List<PendingRow> rows = oldest;
        while (!rows.isEmpty()) {
            for (Parcel parcel : Parcel.pack(rows, together)) {
                if (!goOn.getAsBoolean()) {
                    return;
                }
                Answer answer = deliver(parcel);
                circuit.heard(answer);
                if (answer.kind() == Kind.REFUSED && parcel.rows().size() > 1) {
                    together = false; // one of them is to blame: find it
                    break;
                }
                if (!answer.isOk()) {
                    settle(parcel.first(), answer);
                    return;
                }
                outbox.acknowledge(lease, parcel.sequences());
            }
            rows = outbox.pending(lease, ROWS_PER_READ);
        }
    }

    private Answer deliver(Parcel parcel) throws InterruptedException {
        byte[] payload = parcel.first().row().payload();
        if (parcel.kind() == RowKind.EXPERIMENT) {
            return binding.haveExperiment(
                    MlflowJson.read(payload, CreateExperiment.newBuilder()).build());
        }
        if (parcel.kind() == RowKind.CREATE) {
            return binding.haveRun(
                    lease, MlflowJson.read(payload, CreateRun.newBuilder()).build());
        }
        Optional<Link> link = outbox.link(lease.subject()).filter(found -> found.runId() != null);
        if (link.isEmpty()) {
            return Answer.of(Kind.REFUSED, "no run was ever asked for");
        }
        Answer written = writer(link.get()).write(parcel);
        return written.isOk() && isEnd(parcel, payload) ? seal(link.get()) : written;
    }

    /** Before the last row counts as delivered, the run must hold what the registry holds. */
    private Answer seal(Link link) throws InterruptedException {
        Optional<ExpectedRun> expected = ExpectedRun.of(registry, lease.subject());
        String experimentId = link.experimentId();
        String runId = link.runId();
        if (expected.isEmpty() || experimentId == null || runId == null) {
            return Answer.of(Kind.REFUSED, "the registry does not know it");
        }
        Answer cleaned =
                binding.deleteDuplicates(experimentId, runId, expected.get().kind(), lease.subject());
        if (!cleaned.isOk()) {
            return cleaned;
        }
        Answer compared = new RunReadback(mlflow).compare(runId, expected.get());
        if (compared.isOk()) {
            outbox.seal(lease);
        }
        return compared;
    }

    private void settle(PendingRow row, Answer answer) {
        switch (answer.kind()) {
            case BUSY -> later(row, answer, pace.row().pause(row.attempts()));
            case NO_ANSWER ->
                later(row, answer, afterSilence(row).plus(pace.row().pause(row.attempts())));
            case CONTENDED, EXISTS -> {
                if (row.attempts() + 1 < MOST_TRIES) {
                    later(row, answer, pace.row().pause(row.attempts()));
                } else {
                    park(row, answer);
                }
            }
            case REFUSED, GONE -> park(row, answer);
            case UNREACHABLE, MISCONFIGURED, OK -> {
                // The circuit is open; the row waits as it is.
            }
        }
    }

    /** A create may still be executing, so that a search for its outcome would come too early. */
    private Duration afterSilence(PendingRow row) {
        return CREATES.contains(RowKind.of(row.row().kind())) ? mlflow.timeout() : Duration.ZERO;
    }

    private void later(PendingRow row, Answer answer, Duration pause) {
        Duration asked = answer.retryAfter();
        log.debug("{} {}: {}", lease.subject(), row.row().key(), answer.text());
        outbox.retryLater(lease, row.sequence(), answer.text(), asked == null ? pause : asked);
    }

    private void park(PendingRow row, Answer answer) {
        String what = row.row().kind() + " " + row.row().key();
        String reason = answer.kind() == Kind.GONE
                ? "was removed from MLflow by somebody; the registry still has all of it. " + answer.text()
                : answer.text();
        log.warn("MLflow will not learn {} of {}, nor anything after it: {}", what, lease.subject(), reason);
        outbox.park(lease, row.sequence(), reason);
        registry.recordEvent(lease.subject(), PARKED, what + ": " + reason);
    }

    private RunWriter writer(Link link) {
        if (writer == null) {
            writer = new RunWriter(mlflow, store, String.valueOf(link.experimentId()), String.valueOf(link.runId()));
        }
        return writer;
    }

    private static boolean isEnd(Parcel parcel, byte[] payload) {
        return parcel.kind() == RowKind.STATUS
                && FINAL.contains(
                        MlflowJson.read(payload, UpdateRun.newBuilder()).getStatus());
    }
}
