package io.protolab.standalone.chaos;

import io.protolab.platform.workflow.AttemptOutcome;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** An undisturbed sweep, the same sweep under faults as often as there is time, and the audit of what is left when they are over. */
public final class ChaosRun {
    /** Idle, a sweep takes minutes at most; other programs may need the cores too. */
    private static final Duration LONGEST_SWEEP = Duration.ofMinutes(15);

    /** MLflow's senders pause for up to half a minute after failures, and leases of the killed run out. */
    private static final Duration LONGEST_DELIVERY = Duration.ofMinutes(5);

    /** A workflow tidies up for moments after its sweep or trial is complete. */
    private static final Duration LONGEST_FAREWELL = Duration.ofMinutes(2);

    private final Premises platform;
    private final Arsenal arsenal;
    private final Order order;
    private final Consumer<String> progress;
    private final RegistryReader registry;
    private final ChaosSweeps sweeps;
    private final Clock clock = Clock.systemUTC();

    /** @param progress hears a line about each thing that happens, from several threads */
    public ChaosRun(Premises platform, Arsenal arsenal, Order order, Consumer<String> progress) {
        this.platform = platform;
        this.arsenal = arsenal;
        this.order = order;
        this.progress = progress;
        this.registry = new RegistryReader(platform.registry());
        this.sweeps = new ChaosSweeps(platform, registry, order.course());
    }

    /**
     * Returns when everything has been compared.
     *
     * @throws ChaosException if not even an undisturbed sweep comes to an end
     */
    public ChaosReport run() throws IOException, InterruptedException {
        long start = System.nanoTime();
        String undisturbed = runUndisturbed();
        Audit audit = new Audit(platform, registry);
        List<FaultRecord> faults = runDisturbed();
        List<String> openWorkflows = settle();
        List<String> disturbed = sweeps.ids().subList(1, sweeps.ids().size());
        List<Finding> findings = new ArrayList<>(audit.of(undisturbed, disturbed, openWorkflows));
        List<AttemptRows> attempts = disturbed.stream()
                .flatMap(sweep -> registry.attempts(sweep).stream())
                .toList();
        int trials = disturbed.stream()
                .mapToInt(sweep -> registry.trials(sweep).size())
                .sum();
        List<TakeoverTimes> takeovers = TakeoverTimes.of(Takeover.of(attempts, faults), order.heartbeatTimeout());
        takeovers.forEach(times -> times.tooLate().ifPresent(findings::add));
        return new ChaosReport(
                order,
                Duration.ofNanos(System.nanoTime() - start).toSeconds(),
                arsenal.impossible(),
                disturbed.size(),
                trials,
                faults,
                takeovers,
                attempts.stream()
                        .filter(attempt -> attempt.outcome() == AttemptOutcome.NODE_LOST)
                        .count(),
                attempts.stream().mapToLong(AttemptRows::stepsRepeated).sum(),
                findings);
    }

    private String runUndisturbed() throws InterruptedException {
        long start = System.nanoTime();
        String sweep = sweeps.submit();
        boolean ended = Deadline.in(LONGEST_SWEEP).await(() -> sweeps.isFinal(sweep));
        if (!ended || !registry.state(sweep).equals("COMPLETE")) {
            throw new ChaosException("the undisturbed sweep " + sweep + " is " + registry.state(sweep) + " after "
                    + LONGEST_SWEEP.toMinutes() + " minutes at most; the logs say why");
        }
        if (!isDelivered()) {
            throw new ChaosException("MLflow did not get the undisturbed sweep: " + registry.undelivered());
        }
        progress.accept("undisturbed sweep %s complete in %.0f s".formatted(sweep, (System.nanoTime() - start) / 1e9));
        return sweep;
    }

    /** Sweeps one after the other, as long as there are faults; the last one ends without. */
    private List<FaultRecord> runDisturbed() throws InterruptedException {
        FaultPlan plan = new FaultPlan(order.seed(), arsenal.targets(), order.pace(), order.heartbeatTimeout());
        try (Storm storm = Storm.begin(
                plan, arsenal, clock, order.time(), order.faults(), record -> progress.accept(record.toString()))) {
            do {
                String sweep = sweeps.submit();
                progress.accept("sweep " + sweep + " begins");
                boolean ended = awaitEnd(sweep, storm);
                progress.accept("sweep " + sweep + (ended ? " is " + registryState(sweep) : " does not end"));
                if (!ended) {
                    break; // the audit will say so
                }
            } while (!storm.isOver());
            return storm.records();
        }
    }

    /** The clock of a sweep runs from its submission while there are faults, and anew once they are over. */
    private boolean awaitEnd(String sweep, Storm storm) throws InterruptedException {
        boolean ended =
                Deadline.in(LONGEST_SWEEP.plus(order.time())).await(() -> sweeps.isFinal(sweep) || storm.isOver());
        return ended && Deadline.in(LONGEST_SWEEP).await(() -> sweeps.isFinal(sweep));
    }

    private String registryState(String sweep) throws InterruptedException {
        String[] state = {"in an unknown state"};
        Deadline.in(LONGEST_DELIVERY).await(() -> {
            state[0] = registry.state(sweep);
            return true;
        });
        return state[0];
    }

    /** Waits until there is nothing to do; the workflows for which there is after all. */
    private List<String> settle() throws InterruptedException {
        progress.accept("the faults are over; waiting for what is still to be delivered");
        if (!isDelivered()) {
            progress.accept("not everything was delivered in " + LONGEST_DELIVERY.toMinutes() + " minutes");
        }
        List<String> open = new ArrayList<>(List.of("Temporal did not answer"));
        try (OpenWorkflows workflows = new OpenWorkflows(platform.temporal(), platform.namespace())) {
            Deadline.in(LONGEST_FAREWELL).await(() -> {
                List<String> found = workflows.ids(registry.workflows());
                open.clear();
                open.addAll(found);
                return found.isEmpty();
            });
        }
        return open;
    }

    private boolean isDelivered() throws InterruptedException {
        return Deadline.in(LONGEST_DELIVERY)
                .await(() -> registry.undelivered().isEmpty()
                        && registry.unsealed().isEmpty()
                        && registry.leases().isEmpty());
    }
}
