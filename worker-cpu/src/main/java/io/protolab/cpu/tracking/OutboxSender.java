package io.protolab.cpu.tracking;

import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.registry.Outbox;
import io.protolab.platform.registry.Outbox.Lease;
import io.protolab.platform.registry.Registry;
import io.protolab.platform.registry.RegistryException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the outbox to MLflow, as long as it takes. Each thread leases one subject at a time, so that at most two requests are
 * under way; any number of processes may run a sender.
 */
public final class OutboxSender implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OutboxSender.class);

    private static final int SENDERS = 2;
    /** Longer than a turn and an upload at its end; no longer, because a process that was killed still holds its leases. */
    private static final Duration LEASE = Duration.ofSeconds(30);
    /** After that long other subjects have their turn. */
    private static final Duration TURN = Duration.ofSeconds(5);
    /** When the registry itself is away. */
    private static final Duration REGISTRY_PAUSE = Duration.ofSeconds(2);

    private static final Duration STOP_TIME = Duration.ofSeconds(2);

    private final Outbox outbox;
    private final Registry registry;
    private final ArtifactStore store;
    private final MlflowTransport mlflow;
    private final SendingPace pace;
    private final Circuit circuit;
    private final List<Thread> threads;
    private volatile boolean stopping;

    public OutboxSender(Outbox outbox, Registry registry, ArtifactStore store, MlflowTransport mlflow) {
        this(outbox, registry, store, mlflow, SendingPace.LIVE);
    }

    OutboxSender(Outbox outbox, Registry registry, ArtifactStore store, MlflowTransport mlflow, SendingPace pace) {
        this.outbox = outbox;
        this.registry = registry;
        this.store = store;
        this.mlflow = mlflow;
        this.pace = pace;
        this.circuit = new Circuit(pace);
        this.threads = IntStream.rangeClosed(1, SENDERS)
                .mapToObj(number -> thread("mlflow-sender-" + number))
                .toList();
    }

    /** Starts sending; once. */
    public void start() {
        threads.forEach(Thread::start);
    }

    /** Stops within two seconds. What was under way is sent again by the next sender, to the same effect. */
    @Override
    public void close() {
        stopping = true;
        threads.forEach(Thread::interrupt);
        long end = System.nanoTime() + STOP_TIME.toNanos();
        try {
            for (Thread thread : threads) {
                thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why nothing is delivered: MLflow is away, or set up wrongly; empty while all is well. */
    public Optional<String> problem() {
        return circuit.problem();
    }

    private Thread thread(String name) {
        // Survives a restart on the same host only by its lease running out, so it must not be a name that comes again.
        String owner = name + "-" + UUID.randomUUID();
        Thread thread = new Thread(() -> send(owner), name);
        thread.setDaemon(true);
        return thread;
    }

    private void send(String owner) {
        try {
            while (!stopping) {
                boolean delivered = false;
                Duration pause = pace.poll();
                try {
                    delivered = circuit.isClosed() && deliverOne(owner);
                } catch (RegistryException e) {
                    log.warn("Sending to MLflow pauses: {}", e.getMessage());
                    pause = REGISTRY_PAUSE;
                }
                if (!delivered) {
                    Thread.sleep(pause.toMillis());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives one subject its turn; false if none is due. */
    private boolean deliverOne(String owner) throws InterruptedException {
        Optional<Lease> lease = outbox.lease(owner, LEASE);
        if (lease.isEmpty()) {
            return false;
        }
        long end = System.nanoTime() + TURN.toNanos();
        try {
            new SubjectDelivery(lease.get(), outbox, registry, store, mlflow, circuit, pace)
                    .run(() -> !stopping && System.nanoTime() < end);
        } finally {
            boolean interrupted = Thread.interrupted(); // the registry must still be told
            outbox.release(lease.get());
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return true;
    }
}
