package io.protolab.cpu.workflow;

import io.protolab.platform.artifact.FullDiskException;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.Provenance;
import io.protolab.platform.workflow.AttemptFailure;
import io.protolab.platform.workflow.AttemptOutcome;
import io.protolab.platform.workflow.AttemptStart;
import io.protolab.platform.workflow.EpochReport;
import io.protolab.platform.workflow.SignOfLife;
import io.protolab.platform.workflow.TrainedHead;
import io.protolab.platform.workflow.TrainingActivities;
import io.protolab.platform.workflow.TrainingOrder;
import io.protolab.platform.workflow.TrialInput;
import io.protolab.platform.workflow.TrialWorkflow;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Trains three epochs in a millisecond, keeps a checkpoint after each, fails and waits when told to. Thread-safe. */
final class FakeTraining implements TrainingActivities {
    static final int EPOCHS = 3;

    private final Map<String, Integer> checkpoints = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> trained = new ConcurrentLinkedQueue<>();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final Map<String, Queue<RuntimeException>> failures = new ConcurrentHashMap<>();
    private final Set<String> silent = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<TrainingOrder> orders = new ConcurrentLinkedQueue<>();
    private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();

    /** The trial will never succeed. */
    void fails(int trial) {
        failing.add(SweepSamples.trialId(trial));
    }

    /** Each of the trial's next attempts trains one epoch, saves it, and breaks with the next of these. */
    void breaksWith(int trial, RuntimeException... causes) {
        failures.put(SweepSamples.trialId(trial), new ConcurrentLinkedQueue<>(List.of(causes)));
    }

    /** The trial's first attempt breaks after one epoch, with what nobody foresaw. */
    void failsOnce(int trial) {
        breaksWith(trial, ApplicationFailure.newFailure("the card fell off the bus", "Xid79"));
    }

    /** The trial's first attempt cannot store what it has trained. */
    void findsTheDiskFullOnce(int trial) {
        breaksWith(trial, ApplicationFailure.newFailure("the disk is full", FullDiskException.class.getName()));
    }

    /** The trial's first attempt trains one epoch, beats once more, and is never heard of again. */
    void fallsSilentOnce(int trial) {
        silent.add(SweepSamples.trialId(trial));
        waitsIn(trial);
    }

    /** What the attempts were told, in order. */
    List<TrainingOrder> orders() {
        return List.copyOf(orders);
    }

    /** The trial stays in its second epoch until it is let through or cancelled. */
    void waitsIn(int... trials) {
        for (int trial : trials) {
            gates.put(SweepSamples.trialId(trial), new CountDownLatch(1));
        }
    }

    void letsThrough(int... trials) {
        for (int trial : trials) {
            gates.getOrDefault(SweepSamples.trialId(trial), new CountDownLatch(1))
                    .countDown();
        }
    }

    /** Attempts of a trial so far. */
    int attempts(int trial) {
        return calls.getOrDefault(SweepSamples.trialId(trial), new AtomicInteger())
                .get();
    }

    /** Trials trained to the end, in order; one that was trained twice is there twice. */
    List<String> trained() {
        return List.copyOf(trained);
    }

    /** The largest number of trainings at once. */
    int mostRunning() {
        return mostRunning.get();
    }

    /** Trainings under way. */
    int running() {
        return running.get();
    }

    @Override
    public TrainedHead train(TrialInput trial, TrainingOrder order) {
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            return trainFrom(trial, order, checkpoints.getOrDefault(trial.trialId(), 0));
        } finally {
            running.decrementAndGet();
        }
    }

    private TrainedHead trainFrom(TrialInput trial, TrainingOrder order, int firstEpoch) {
        ActivityExecutionContext activity = Activity.getExecutionContext();
        String id = trial.trialId();
        TrialWorkflow workflow = activity.getWorkflowClient()
                .newWorkflowStub(TrialWorkflow.class, activity.getInfo().getWorkflowId());
        orders.add(order);
        calls.computeIfAbsent(id, fresh -> new AtomicInteger()).incrementAndGet();
        workflow.attemptStarted(new AttemptStart(
                order.attempt(),
                "fake/1",
                "fake",
                "cpu",
                1,
                firstEpoch,
                firstEpoch,
                0,
                List.of(),
                List.of(),
                Instant.EPOCH));
        if (failing.contains(id)) {
            throw AttemptFailure.of(
                    AttemptOutcome.BAD_INPUT, "2 classes, the plan has 3; submit the sweep again", null);
        }
        for (int epoch = firstEpoch; epoch < EPOCHS; epoch++) {
            workflow.epochsFinished(new EpochReport(order.attempt(), epoch + 1, List.of(epoch(epoch))));
            checkpoints.put(id, epoch + 1);
            if (silent.remove(id)) {
                activity.heartbeat(new SignOfLife(epoch + 1, Instant.EPOCH));
                waitInSilence(id);
            }
            RuntimeException failure =
                    failures.getOrDefault(id, new ArrayDeque<>()).poll();
            if (failure != null) {
                throw failure;
            }
            waitAtGate(id, activity);
        }
        trained.add(id);
        return new TrainedHead(
                FakeStages.artifact("training/head.safetensors"),
                FakeStages.artifact("training/epochs.json"),
                EPOCHS,
                EPOCHS - 1,
                epoch(EPOCHS - 1),
                new Provenance("f", "m", "w", "k", trial.spec().seed(), "cpu", 1, Map.of()));
    }

    private void waitInSilence(String id) {
        try {
            gates.getOrDefault(id, new CountDownLatch(0)).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in silence", e);
        }
    }

    private void waitAtGate(String id, ActivityExecutionContext activity) throws ActivityCompletionException {
        CountDownLatch gate = gates.get(id);
        while (gate != null && gate.getCount() > 0) {
            activity.heartbeat(null);
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted at the gate", e);
            }
        }
    }

    private static EpochMetrics epoch(int epoch) {
        return new EpochMetrics(epoch, Map.of(EpochMetrics.LOSS, 1.0 / (epoch + 1)), 0.001, Instant.EPOCH);
    }
}
