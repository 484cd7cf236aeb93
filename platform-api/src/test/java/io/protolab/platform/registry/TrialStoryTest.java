package io.protolab.platform.registry;

import static io.protolab.platform.registry.RegistrySamples.NOON;
import static io.protolab.platform.registry.RegistrySamples.attempt;
import static io.protolab.platform.registry.RegistrySamples.twoAssignmentsTwoSeeds;
import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.workflow.AttemptEnd;
import io.protolab.platform.workflow.AttemptOutcome;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrialStoryTest {
    private static final String TRIAL = "s-0";

    private final InMemoryRegistry registry = new InMemoryRegistry(Clock.fixed(NOON, ZoneOffset.UTC));

    @BeforeEach
    void accept() {
        registry.accept(twoAssignmentsTwoSeeds("s"));
    }

    @Test
    void beginsWithTheAcceptance() {
        assertThat(story())
                .containsExactly(
                        "2026-03-01 12:00:00Z  Accepted with sweep s as birds · tiny · head.temperature=0.1 · seed 0.",
                        "It waits for its sweep to start it.");
    }

    @Test
    void tellsEachAttempt_fromItsWorkerToItsEnd() {
        registry.startTrial(TRIAL, List.of());
        fail(1, null, AttemptOutcome.NODE_LOST, "train: the worker fell silent; failure 1 of 5 that are tolerated", 47);
        registry.openAttempt(TRIAL, "run/2", 128);
        registry.startAttempt(TRIAL, attempt(2, "there", 30, 17), List.of());

        assertThat(story())
                .contains(
                        "2026-03-01 12:00:00Z  Attempt 1 began on here/17 (cpu, 2 threads) from the start. It ended at"
                                + " 2026-03-01 12:00:00Z, 47 steps further, NODE_LOST: train: the worker fell silent; failure 1"
                                + " of 5 that are tolerated.",
                        "2026-03-01 12:00:00Z  Attempt 2 began on there/17 (cpu, 2 threads) with micro-batch 128 from step 30"
                                + " (epoch 3), 17 steps to be done again, 2.0 s after the end of the one before.",
                        "So far: 2 attempts reached step 47; 17 steps had to be done again.",
                        "It trains: 0 of 80 epochs are finished.");
    }

    @Test
    void saysNothingOfSteps_thatNobodyKnowsYet() {
        registry.startTrial(TRIAL, List.of());
        registry.openAttempt(TRIAL, "run/1", null);
        registry.startAttempt(TRIAL, attempt(1, "here"), List.of());
        assertThat(story()).noneMatch(line -> line.startsWith("So far"));

        registry.endAttempt(TRIAL, 1, AttemptEnd.of(AttemptOutcome.NODE_LOST, "nothing more was heard of it", 0));
        assertThat(story()).anyMatch(line -> line.endsWith("12:00:00Z, NODE_LOST: nothing more was heard of it."));
    }

    @Test
    void tellsWhatItWaitsFor() {
        registry.startTrial(TRIAL, List.of());
        assertThat(story()).last().isEqualTo("It was started and is about to ask for a worker.");

        registry.openAttempt(TRIAL, "run/1", null);
        assertThat(story()).last().isEqualTo("It waits for a GPU worker that is free.");

        registry.endAttempt(TRIAL, 1, AttemptEnd.of(AttemptOutcome.PLATFORM, "train: the disk is full", 0));
        assertThat(story()).last().isEqualTo("Another attempt follows.");

        registry.endTrial(TRIAL, TrialState.WAITING, "train: the disk is full", List.of());
        assertThat(story())
                .contains("2026-03-01 12:00:00Z  It waits: train: the disk is full.")
                .last()
                .isEqualTo("It waits now: train: the disk is full.");
    }

    @Test
    void tellsOfStagesAfterTheTraining() {
        registry.startTrial(TRIAL, List.of());
        fail(1, null, AttemptOutcome.DONE, "", 80);
        registry.recordEvent(TRIAL, EventKinds.RECOVERY, "try 1 failed, PREEMPTED, evaluate: the worker shut down");

        assertThat(story())
                .contains(
                        "2026-03-01 12:00:00Z  Recovery: try 1 failed, PREEMPTED, evaluate: the worker shut down.",
                        "So far: 1 attempt reached step 80; no step had to be done again.")
                .last()
                .isEqualTo("Its training is done; it is being evaluated, exported, measured or drawn.");
    }

    @Test
    void endsWithTheReason() {
        registry.startTrial(TRIAL, List.of());
        registry.endTrial(TRIAL, TrialState.STOPPED_EARLY, "train: the loss is NaN in epoch 2", List.of());

        assertThat(story())
                .last()
                .isEqualTo(
                        "It was stopped early: train: the loss is NaN in epoch 2. That is a result, and no failure.");
    }

    @Test
    void namesWhatMakesItsBitsOthers_andNotEveryValue() {
        registry.recordEvent(
                TRIAL, EventKinds.IDENTITY, "attempt 2 goes on under other conditions: threads: 4, before 2");
        IntStream.range(0, 25)
                .forEach(epoch -> registry.recordEvent(TRIAL, EventKinds.NOT_REPRODUCIBLE, "epoch " + epoch));

        assertThat(story())
                .contains(
                        "2026-03-01 12:00:00Z  Not the same conditions: attempt 2 goes on under other conditions: threads: 4,"
                                + " before 2.",
                        "2026-03-01 12:00:00Z  Not reproducible: epoch 9.",
                        "2026-03-01 12:00:00Z  And 15 more values that are not reproducible.")
                .noneMatch(line -> line.endsWith("epoch 10."));
    }

    private void fail(int number, @Nullable Integer microBatch, AttemptOutcome outcome, String evidence, long steps) {
        registry.openAttempt(TRIAL, "run/" + number, microBatch);
        registry.startAttempt(TRIAL, attempt(number, "here"), List.of());
        registry.endAttempt(TRIAL, number, AttemptEnd.of(outcome, evidence, steps));
    }

    private List<String> story() {
        TrialRecord trial = registry.findTrial(TRIAL).orElseThrow();
        Instant acceptedAt = registry.findSweep("s").orElseThrow().createdAt();
        return TrialLedger.of(trial, acceptedAt, registry.attempts(TRIAL), registry.events(TRIAL))
                .story();
    }
}
