package io.protolab.platform.registry;

import static io.protolab.platform.registry.RegistrySamples.NOON;
import static io.protolab.platform.registry.RegistrySamples.PROVENANCE;
import static io.protolab.platform.registry.RegistrySamples.TWO_PROTOTYPES_ONE_PRUNED;
import static io.protolab.platform.registry.RegistrySamples.artifact;
import static io.protolab.platform.registry.RegistrySamples.attempt;
import static io.protolab.platform.registry.RegistrySamples.dataset;
import static io.protolab.platform.registry.RegistrySamples.epoch;
import static io.protolab.platform.registry.RegistrySamples.features;
import static io.protolab.platform.registry.RegistrySamples.result;
import static io.protolab.platform.registry.RegistrySamples.twoAssignmentsTwoSeeds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.protolab.platform.evaluation.PrototypeCatalogue;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.Metrics;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.registry.LeaderboardRow.Spread;
import io.protolab.platform.workflow.AttemptEnd;
import io.protolab.platform.workflow.AttemptOutcome;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What every {@link Registry} does. Long because its interface is; one nested class per subject. */
public abstract class RegistryContract {
    /** The same empty registry for all calls of one test. */
    protected abstract Registry registry();

    private NewSweep accepted() {
        NewSweep sweep = twoAssignmentsTwoSeeds("temperatures-1");
        registry().accept(sweep);
        return sweep;
    }

    private String runningTrial() {
        accepted();
        registry().startTrial("temperatures-1-0", List.of());
        return "temperatures-1-0";
    }

    private void complete(String trialId, Map<String, Double> metrics) {
        registry().startTrial(trialId, List.of());
        registry().completeTrial(trialId, result(metrics), TWO_PROTOTYPES_ONE_PRUNED, List.of(), List.of());
    }

    @Nested
    class Sweeps {
        @Test
        void keepsASweepAndItsTrialsAsTheyWereAccepted() {
            NewSweep sweep = accepted();

            SweepRecord found = registry().findSweep(sweep.id()).orElseThrow();

            assertThat(found.spec()).isEqualTo(sweep.spec());
            assertThat(found.experiment()).isEqualTo("heads");
            assertThat(found.state()).isEqualTo(SweepState.WAITING);
            assertThat(List.of(found.trials(), found.complete(), found.failed()))
                    .containsExactly(4, 0, 0);
            assertThat(found.startedAt()).isNull();
            assertThat(registry().trials(sweep.id()))
                    .extracting(TrialRecord::id, TrialRecord::index, TrialRecord::name, TrialRecord::spec)
                    .containsExactlyElementsOf(sweep.trials().stream()
                            .map(trial -> tuple(trial.id(), trial.index(), trial.name(), trial.spec()))
                            .toList());
        }

        @Test
        void returnsTheFirstSweep_whenItIsAcceptedAgain() {
            NewSweep sweep = accepted();
            registry().changeSweepState(sweep.id(), SweepState.RUNNING, "", List.of());

            Registry.Acceptance again = registry().accept(sweep);

            assertThat(again.first()).isFalse();
            assertThat(again.sweep().state()).isEqualTo(SweepState.RUNNING);
            assertThat(registry().sweeps(10)).hasSize(1);
            assertThat(registry().trials(sweep.id())).hasSize(4);
        }

        @Test
        void refusesAnotherSpecUnderAKnownId() {
            NewSweep sweep = accepted();
            NewSweep other = new NewSweep(sweep.id(), "another", sweep.spec(), sweep.trials());

            assertThatThrownBy(() -> registry().accept(other))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContainingAll(sweep.id(), "another", sweep.fingerprint());
        }

        @Test
        void acceptsASweepOnce_whenManyAskAtTheSameTime() throws Exception {
            NewSweep sweep = twoAssignmentsTwoSeeds("together");
            ExecutorService callers = Executors.newFixedThreadPool(4);
            List<Callable<Registry.Acceptance>> calls = IntStream.range(0, 8)
                    .<Callable<Registry.Acceptance>>mapToObj(
                            i -> () -> registry().accept(sweep))
                    .toList();

            int first = 0;
            for (Future<Registry.Acceptance> answer : callers.invokeAll(calls)) {
                assertThat(answer.get().sweep().trials()).isEqualTo(4);
                first += answer.get().first() ? 1 : 0;
            }

            callers.shutdown();
            assertThat(first).isEqualTo(1);
            assertThat(registry().sweeps(10)).hasSize(1);
        }

        @Test
        void listsNewestFirstAndOpenOnesOldestFirst() {
            for (String id : List.of("a", "b", "c")) {
                registry().accept(twoAssignmentsTwoSeeds(id));
            }
            registry().changeSweepState("b", SweepState.CANCELLED, "asked to", List.of());

            assertThat(registry().sweeps(2)).extracting(SweepRecord::id).containsExactly("c", "b");
            assertThat(registry().openSweeps()).extracting(SweepRecord::id).containsExactly("a", "c");
        }

        @Test
        void knowsWhenItStartedAndEnded() {
            String id = accepted().id();

            assertThat(registry().changeSweepState(id, SweepState.RUNNING, "", List.of()))
                    .isTrue();
            SweepRecord first = registry().findSweep(id).orElseThrow();
            registry().changeSweepState(id, SweepState.PAUSED, "lunch", List.of());
            registry().changeSweepState(id, SweepState.RUNNING, "", List.of());
            registry().changeSweepState(id, SweepState.FAILED, "2 trials failed", List.of());

            SweepRecord last = registry().findSweep(id).orElseThrow();
            assertThat(last.startedAt()).isEqualTo(first.startedAt()).isNotNull();
            assertThat(first.endedAt()).isNull();
            assertThat(last.endedAt()).isAfterOrEqualTo(last.startedAt());
            assertThat(last.reason()).isEqualTo("2 trials failed");
            assertThat(registry().events(id))
                    .extracting(EventRecord::message)
                    .containsExactly(
                            "WAITING: accepted with 4 trials",
                            "WAITING to RUNNING",
                            "RUNNING to PAUSED: lunch",
                            "PAUSED to RUNNING",
                            "RUNNING to FAILED: 2 trials failed");
        }

        @Test
        void changesNothing_whenTheStateIsThatAlready() {
            String id = accepted().id();
            registry().changeSweepState(id, SweepState.RUNNING, "", List.of());

            assertThat(registry().changeSweepState(id, SweepState.RUNNING, "again", List.of()))
                    .isFalse();
            assertThat(registry().findSweep(id).orElseThrow().reason()).isEmpty();
            assertThat(registry().events(id)).hasSize(2);
        }

        @Test
        void neverLeavesAFinalState() {
            String id = accepted().id();
            registry().changeSweepState(id, SweepState.CANCELLED, "", List.of());

            assertThatThrownBy(() -> registry().changeSweepState(id, SweepState.RUNNING, "", List.of()))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContainingAll(id, "CANCELLED", "RUNNING", "final");
        }

        @Test
        void refusesToCompleteASweepThatNeverRan() {
            String id = accepted().id();

            assertThatThrownBy(() -> registry().changeSweepState(id, SweepState.COMPLETE, "", List.of()))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContainingAll(id, "WAITING", "COMPLETE", "RUNNING, PAUSED");
        }

        @Test
        void remembersThatADatasetChangedUnderASweep() {
            String id = accepted().id();
            registry().recordDataset(id, dataset("first"), "/store/first");
            registry().recordDataset(id, dataset("first"), "/store/first");
            registry().recordDataset(id, dataset("second"), "/store/second");

            assertThat(registry().events(id))
                    .filteredOn(event -> event.kind().equals(EventKinds.NOT_REPRODUCIBLE))
                    .singleElement()
                    .extracting(EventRecord::message)
                    .asString()
                    .contains(
                            "birds",
                            dataset("first").manifest().sha256(),
                            dataset("second").manifest().sha256());
            assertThat(registry().findArtifact(dataset("first").manifest().sha256()))
                    .contains(new ArtifactRecord(id, dataset("first").manifest(), "/store/first"));
        }

        @Test
        void takesTheSameFeaturesAgain() {
            String id = accepted().id();
            registry().recordFeatures(id, features("k"));

            assertThatCode(() -> registry().recordFeatures(id, features("k"))).doesNotThrowAnyException();
        }

        @Test
        void keepsFeaturesThatAnOpenSweepUses() {
            String id = accepted().id();
            registry().recordFeatures(id, features("k"));

            assertThat(registry().evictFeatures("k")).isFalse();

            assertThat(registry().featureSets()).singleElement().satisfies(set -> {
                assertThat(set.key()).isEqualTo("k");
                assertThat(set.uses()).containsExactly("birds/tiny");
                assertThat(set.bytes()).isEqualTo(1_474_560);
                assertThat(set.inUse()).isTrue();
                assertThat(set.evictedAt()).isNull();
            });
        }

        @Test
        void givesFeaturesUp_untilASweepBuildsThemAgain() {
            String id = accepted().id();
            registry().recordFeatures(id, features("k"));
            registry().changeSweepState(id, SweepState.CANCELLED, "asked to", List.of());

            assertThat(registry().evictFeatures("k")).isTrue();
            FeatureSetRecord evicted = registry().featureSets().get(0);
            assertThat(registry().evictFeatures("k")).isTrue();

            assertThat(evicted.inUse()).isFalse();
            assertThat(evicted.lastUsedAt())
                    .isEqualTo(registry().findSweep(id).orElseThrow().endedAt());
            assertThat(evicted.evictedAt()).isNotNull();
            assertThat(registry().featureSets()).containsExactly(evicted);

            registry().accept(twoAssignmentsTwoSeeds("later"));
            registry().recordFeatures("later", features("k"));

            assertThat(registry().featureSets().get(0).evictedAt()).isNull();
            assertThat(registry().evictFeatures("k")).isFalse();
        }

        @Test
        void listsFeaturesThatWereNotUsedForLongestFirst() {
            for (String id : List.of("a", "b")) {
                registry().accept(twoAssignmentsTwoSeeds(id));
                registry().recordFeatures(id, features("of-" + id));
            }
            registry().changeSweepState("b", SweepState.CANCELLED, "asked to", List.of());

            assertThat(registry().featureSets())
                    .extracting(FeatureSetRecord::key)
                    .containsExactly("of-b", "of-a");
            assertThatThrownBy(() -> registry().evictFeatures("nothing"))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("nothing");
        }

        @Test
        void refusesUnknownIdsAndHasNothingOfThem() {
            assertThatThrownBy(() -> registry().changeSweepState("nobody", SweepState.RUNNING, "", List.of()))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("no sweep nobody");
            assertThatThrownBy(() -> registry().recordDataset("nobody", dataset("m"), "/"))
                    .isInstanceOf(RegistryException.class);
            assertThatThrownBy(() -> registry().recordEpochs("nobody", List.of(), List.of()))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("no trial nobody");
            assertThat(registry().findSweep("nobody")).isEmpty();
            assertThat(registry().findTrial("nobody")).isEmpty();
            assertThat(registry().trials("nobody")).isEmpty();
            assertThat(registry().epochs("nobody")).isEmpty();
            assertThat(registry().attempts("nobody")).isEmpty();
            assertThat(registry().prototypes("nobody")).isEmpty();
            assertThat(registry().leaderboard("nobody")).isEmpty();
        }
    }

    @Nested
    class Trials {
        @Test
        void listsOpenTrialsFromAnIndexOn() {
            accepted();
            complete("temperatures-1-2", Map.of());

            assertThat(registry().openTrials("temperatures-1", 1, 10))
                    .extracting(TrialRecord::index)
                    .containsExactly(1, 3);
            assertThat(registry().openTrials("temperatures-1", 0, 2))
                    .extracting(TrialRecord::index)
                    .containsExactly(0, 1);
        }

        @Test
        void goesBackToWaitingAndOn() {
            String id = runningTrial();
            TrialRecord first = registry().findTrial(id).orElseThrow();

            registry().endTrial(id, TrialState.WAITING, "paused", List.of());
            TrialRecord paused = registry().findTrial(id).orElseThrow();
            registry().startTrial(id, List.of());

            assertThat(paused.state()).isEqualTo(TrialState.WAITING);
            assertThat(paused.endedAt()).isNull();
            assertThat(registry().findTrial(id).orElseThrow().startedAt())
                    .isEqualTo(first.startedAt())
                    .isNotNull();
        }

        @Test
        void neverLeavesAFinalState() {
            String id = runningTrial();
            registry().endTrial(id, TrialState.FAILED, "loss is NaN", List.of());

            registry().endTrial(id, TrialState.FAILED, "again", List.of());

            assertThat(registry().findTrial(id).orElseThrow().reason()).isEqualTo("loss is NaN");
            assertThatThrownBy(() -> registry().startTrial(id, List.of()))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContainingAll(id, "FAILED", "RUNNING");
            assertThatThrownBy(() -> complete(id, Map.of())).isInstanceOf(RegistryException.class);
            assertThatThrownBy(() -> registry().recordEpochs(id, List.of(epoch(0, 1)), List.of()))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("takes no more epochs");
            assertThatThrownBy(() -> registry().openAttempt(id, "late/1", null))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("takes no more attempts");
        }

        @Test
        void endsWithAStateThatIsAnEnd() {
            String id = runningTrial();

            assertThatThrownBy(() -> registry().endTrial(id, TrialState.COMPLETE, "", List.of()))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("completeTrial");
        }

        @Test
        void keepsEverythingACompleteTrialEndsWith() {
            String id = runningTrial();
            Map<String, Double> metrics = Map.of(Metrics.ACCURACY, 0.1 + 0.2, Metrics.LOCAL_SIZE, 1.0 / 3);
            ArtifactRecord report = new ArtifactRecord(id, artifact("report.json", "r"), "/store/r");

            registry().completeTrial(id, result(metrics), TWO_PROTOTYPES_ONE_PRUNED, List.of(report), List.of());
            registry().completeTrial(id, result(metrics), TWO_PROTOTYPES_ONE_PRUNED, List.of(report), List.of());

            TrialRecord trial = registry().findTrial(id).orElseThrow();
            assertThat(trial.state()).isEqualTo(TrialState.COMPLETE);
            assertThat(trial.metrics().values()).isEqualTo(metrics);
            assertThat(trial.provenance()).isEqualTo(PROVENANCE);
            assertThat(trial.endedAt()).isNotNull();
            assertThat(registry().prototypes(id)).isEqualTo(TWO_PROTOTYPES_ONE_PRUNED.prototypes());
            assertThat(registry().artifacts(id)).containsExactly(report);
            assertThat(registry().findArtifact(report.artifact().sha256())).contains(report);
            assertThat(registry().findSweep("temperatures-1").orElseThrow().complete())
                    .isEqualTo(1);
        }

        @Test
        void completesWithAllOrNothing() {
            String id = runningTrial();
            ArtifactRecord report = new ArtifactRecord(id, artifact("report.json", "r"), "/store/r");
            registry().recordArtifacts(List.of(report), List.of());
            ArtifactRecord other = new ArtifactRecord(id, artifact("report.json", "other"), "/store/o");

            assertThatThrownBy(() -> registry()
                            .completeTrial(
                                    id,
                                    result(Map.of(Metrics.ACCURACY, 1.0)),
                                    new PrototypeCatalogue(List.of()),
                                    List.of(other),
                                    List.of()))
                    .isInstanceOf(RegistryException.class);

            TrialRecord trial = registry().findTrial(id).orElseThrow();
            assertThat(trial.state()).isEqualTo(TrialState.RUNNING);
            assertThat(trial.metrics().values()).isEmpty();
            assertThat(trial.provenance()).isNull();
        }

        @Test
        void refusesToCompleteATrialThatNeverRan() {
            accepted();

            assertThatThrownBy(() -> registry()
                            .completeTrial(
                                    "temperatures-1-1",
                                    result(Map.of()),
                                    TWO_PROTOTYPES_ONE_PRUNED,
                                    List.of(),
                                    List.of()))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContainingAll("temperatures-1-1", "WAITING", "COMPLETE");
        }

        @Test
        void keepsTheContentOfAnArtifactName() {
            ArtifactRecord first = new ArtifactRecord("s", artifact("note.md", "one"), "/store/1");
            ArtifactRecord second = new ArtifactRecord("s", artifact("note.md", "two"), "/store/2");
            registry().recordArtifacts(List.of(first), List.of());
            registry().recordArtifacts(List.of(first), List.of());

            assertThatThrownBy(() -> registry().recordArtifacts(List.of(second), List.of()))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContainingAll(
                            "note.md",
                            "s",
                            first.artifact().sha256(),
                            second.artifact().sha256());
            assertThat(registry().artifacts("s")).containsExactly(first);
        }

        @Test
        void keepsTheNewestCheckpointOfAnEpoch() {
            String id = runningTrial();
            registry().recordCheckpoint(id, 3, artifact("checkpoint", "old"), "/store/old");
            registry().recordCheckpoint(id, 3, artifact("checkpoint", "new"), "/store/new");

            assertThat(registry().findArtifact(artifact("checkpoint", "old").sha256()))
                    .isEmpty();
            assertThat(registry()
                            .findArtifact(artifact("checkpoint", "new").sha256())
                            .orElseThrow()
                            .location())
                    .isEqualTo("/store/new");
        }
    }

    @Nested
    class AttemptsOfATrial {
        @Test
        void opensAnAttemptOnce_beforeAWorkerIsAskedFor() {
            String id = runningTrial();

            int number = registry().openAttempt(id, "run/1", 32);

            assertThat(number).isEqualTo(1).isEqualTo(registry().openAttempt(id, "run/1", 32));
            assertThat(registry().attempts(id)).singleElement().satisfies(waiting -> {
                assertThat(waiting.microBatch()).isEqualTo(32);
                assertThat(waiting.hasStarted()).isFalse();
                assertThat(waiting.worker()).isNull();
                assertThat(waiting.outcome()).isNull();
            });
            assertThat(registry().findTrial(id).orElseThrow().attempts()).isEqualTo(1);
        }

        @Test
        void tellsWhereAnAttemptBegan_andHowItEnded() {
            String id = runningTrial();
            registry().openAttempt(id, "run/1", null);
            registry().startAttempt(id, attempt(1, "here", 30, 0), List.of());
            registry()
                    .endAttempt(
                            id, 1, new AttemptEnd(AttemptOutcome.NODE_LOST, "it fell silent", 42, NOON.plusSeconds(9)));

            registry().endAttempt(id, 1, AttemptEnd.of(AttemptOutcome.DONE, "too late", 42));

            AttemptRecord only = registry().attempts(id).get(0);
            assertThat(only)
                    .isEqualTo(new AttemptRecord(
                            id,
                            1,
                            null,
                            only.openedAt(),
                            "here/17",
                            "here",
                            "cpu",
                            2,
                            3,
                            30,
                            12,
                            0,
                            NOON.plusSeconds(1).truncatedTo(ChronoUnit.MICROS),
                            only.endedAt(),
                            AttemptOutcome.NODE_LOST,
                            "it fell silent",
                            NOON.plusSeconds(9).truncatedTo(ChronoUnit.MICROS)));
            assertThat(only.endedAt()).isNotNull();
        }

        @Test
        void startsAnAttemptOnce_andNeverOneThatEnded() {
            String id = runningTrial();
            registry().openAttempt(id, "run/1", null);
            registry().startAttempt(id, attempt(1, "here"), List.of());
            registry().startAttempt(id, attempt(1, "there"), List.of());
            registry().endAttempt(id, 1, AttemptEnd.of(AttemptOutcome.PREEMPTED, "it left", 5));
            registry().openAttempt(id, "run/2", null);
            registry().endAttempt(id, 2, AttemptEnd.of(AttemptOutcome.HANDED_BACK, "", 0));
            registry().startAttempt(id, attempt(2, "late"), List.of());

            assertThat(registry().attempts(id))
                    .extracting(AttemptRecord::host, AttemptRecord::reachedStep)
                    .containsExactly(tuple("here", 5L), tuple(null, 0L));
        }

        @Test
        void endsAnAttemptWhoseWorkflowWasLost() {
            String id = runningTrial();
            registry().openAttempt(id, "run/1", null);
            registry().openAttempt(id, "other/1", null);
            registry().startAttempt(id, attempt(2, "here"), List.of());
            int third = registry().openAttempt(id, "third/1", null);

            assertThat(third).isEqualTo(3);
            assertThat(registry().attempts(id))
                    .extracting(AttemptRecord::number, AttemptRecord::outcome)
                    .containsExactly(
                            tuple(1, AttemptOutcome.PLATFORM), tuple(2, AttemptOutcome.NODE_LOST), tuple(3, null));
            assertThat(registry().attempts(id).get(1).evidence()).contains("nothing more was heard");
        }

        @Test
        void learnsFromTheSuccessorHowFarAnAttemptHadCome() {
            String id = runningTrial();
            registry().openAttempt(id, "run/1", null);
            registry().startAttempt(id, attempt(1, "here"), List.of());
            registry().endAttempt(id, 1, AttemptEnd.of(AttemptOutcome.NODE_LOST, "it fell silent", 40));
            registry().openAttempt(id, "run/2", null);
            registry().startAttempt(id, attempt(2, "there", 30, 17), List.of());

            assertThat(registry().attempts(id))
                    .extracting(AttemptRecord::stepsDone, AttemptRecord::stepsRepeated)
                    .containsExactly(tuple(47L, 0L), tuple(0L, 17L));
        }

        @Test
        void leavesAloneWhatIsKnownOfEarlierAttempts() {
            String id = runningTrial();
            registry().openAttempt(id, "run/1", null);
            registry().startAttempt(id, attempt(1, "here"), List.of());
            registry().endAttempt(id, 1, AttemptEnd.of(AttemptOutcome.STALLED, "it stood", 47));
            registry().openAttempt(id, "run/2", null);
            registry().startAttempt(id, attempt(2, "here", 0, 47), List.of());
            registry().endAttempt(id, 2, AttemptEnd.of(AttemptOutcome.STALLED, "it stood", 3));
            registry().openAttempt(id, "run/3", null);
            registry().startAttempt(id, attempt(3, "here", 0, 47), List.of());

            assertThat(registry().attempts(id))
                    .extracting(AttemptRecord::stepsDone)
                    .containsExactly(47L, 3L, 0L);
        }

        @Test
        void isDone_whenItsTrialIsComplete() {
            String id = runningTrial();
            registry().openAttempt(id, "run/1", null);
            registry().startAttempt(id, attempt(1, "here"), List.of());
            complete(id, Map.of());

            assertThat(registry().attempts(id))
                    .extracting(AttemptRecord::outcome)
                    .containsExactly(AttemptOutcome.DONE);
        }

        @Test
        void findsTheNewestFailureOfEachTrial() {
            String id = runningTrial();
            String sweep = registry().findTrial(id).orElseThrow().sweepId();
            for (AttemptOutcome outcome :
                    List.of(AttemptOutcome.STALLED, AttemptOutcome.PREEMPTED, AttemptOutcome.HANDED_BACK)) {
                int number = registry().openAttempt(id, "run/" + outcome, null);
                registry().endAttempt(id, number, AttemptEnd.of(outcome, "because", 0));
            }

            assertThat(registry().newestFailures(sweep))
                    .hasEntrySatisfying(
                            id, attempt -> assertThat(attempt.outcome()).isEqualTo(AttemptOutcome.PREEMPTED));
        }

        @Test
        void endsWithItsTrial() {
            String id = runningTrial();
            registry().openAttempt(id, "run/1", null);
            registry().endTrial(id, TrialState.WAITING, "paused", List.of());
            registry().startTrial(id, List.of());
            registry().openAttempt(id, "run/2", null);
            registry().endTrial(id, TrialState.CANCELLED, "cancelled", List.of());

            assertThat(registry().attempts(id))
                    .extracting(AttemptRecord::outcome)
                    .containsExactly(AttemptOutcome.HANDED_BACK, AttemptOutcome.CANCELLED);
            assertThatThrownBy(() -> registry().openAttempt(id, "run/3", null))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("takes no more attempts");
        }
    }

    @Nested
    class Epochs {
        @Test
        void keepsTheBitsOfEveryValue() {
            String id = runningTrial();
            Map<String, Double> odd = Map.of(
                    "a", Double.NaN, "b", Double.NEGATIVE_INFINITY, "c", -0.0, "d", Double.MIN_VALUE, "e", 0.1 + 0.2);
            registry().recordEpochs(id, List.of(new EpochMetrics(0, odd, 0.25, NOON)), List.of());

            EpochMetrics epoch = registry().epochs(id).get(0);

            assertThat(epoch).isEqualTo(new EpochMetrics(0, odd, 0.25, NOON.truncatedTo(ChronoUnit.MICROS)));
        }

        @Test
        void listsEpochsInOrder() {
            String id = runningTrial();
            registry().recordEpochs(id, List.of(epoch(1, 0.5)), List.of());
            registry().recordEpochs(id, List.of(epoch(0, 0.7), epoch(10, 0.1)), List.of());

            assertThat(registry().epochs(id)).extracting(EpochMetrics::epoch).containsExactly(0, 1, 10);
            assertThat(registry().findTrial(id).orElseThrow().epochs()).isEqualTo(3);
        }

        @Test
        void knowsTheNewestEpochOfEachOpenTrial() {
            String id = runningTrial();
            registry().recordEpochs(id, List.of(epoch(0, 0.7), epoch(10, 0.1), epoch(9, 0.2)), List.of());
            registry().startTrial("temperatures-1-1", List.of());
            registry().startTrial("temperatures-1-2", List.of());
            registry().recordEpochs("temperatures-1-2", List.of(epoch(3, 0.5)), List.of());
            registry().endTrial("temperatures-1-2", TrialState.FAILED, "broken", List.of());
            registry().accept(twoAssignmentsTwoSeeds("others"));
            registry().startTrial("others-0", List.of());
            registry().recordEpochs("others-0", List.of(epoch(4, 0.4)), List.of());

            assertThat(registry().newestEpochs("temperatures-1"))
                    .isEqualTo(Map.of(id, registry().epochs(id).get(2)));
            assertThat(registry().newestEpochs("nobody")).isEmpty();
        }

        @Test
        void leavesNoTrace_whenAnEpochIsRepeatedExactly() {
            String id = runningTrial();
            registry().recordEpochs(id, List.of(epoch(0, Double.NaN), epoch(1, 0.1)), List.of());
            EpochMetrics later = new EpochMetrics(1, epoch(1, 0.1).values(), 99, NOON.plusSeconds(3600));

            registry().recordEpochs(id, List.of(epoch(0, Double.NaN), later), List.of());

            assertThat(registry().events(id)).noneMatch(event -> event.kind().equals(EventKinds.NOT_REPRODUCIBLE));
            assertThat(registry().epochs(id).get(1).seconds()).isEqualTo(1.5);
        }

        @Test
        void keepsTheFirstValueAndTellsOfTheOther_whenAnEpochIsRepeatedDifferently() {
            String id = runningTrial();
            registry().recordEpochs(id, List.of(epoch(4, 0.5)), List.of());
            EpochMetrics again = new EpochMetrics(
                    4, Map.of(EpochMetrics.LOSS, Math.nextUp(0.5), EpochMetrics.TRAIN_ACCURACY, 0.9), 1, NOON);

            registry().recordEpochs(id, List.of(again), List.of());
            registry().recordEpochs(id, List.of(again), List.of());

            assertThat(registry().epochs(id).get(0).values())
                    .isEqualTo(Map.of(EpochMetrics.LOSS, 0.5, EpochMetrics.TRAIN_ACCURACY, 0.9));
            assertThat(registry().events(id))
                    .filteredOn(event -> event.kind().equals(EventKinds.NOT_REPRODUCIBLE))
                    .extracting(EventRecord::message)
                    .containsExactly("epoch 4, train/loss is not reproducible: first 0.5, repeated 0.5000000000000001");
        }

        @Test
        void staysSilent_whenAFinalTrialHearsOfAKnownEpochAgain() {
            String id = runningTrial();
            registry().recordEpochs(id, List.of(epoch(0, 0.5)), List.of());
            complete(id, Map.of());

            assertThatCode(() -> registry().recordEpochs(id, List.of(epoch(0, 0.5)), List.of()))
                    .doesNotThrowAnyException();
        }
    }

    @Nested
    class Events {
        @Test
        void listsEventsInOrderAndEachOnce() {
            registry().recordEvent("s", "note", "first");
            registry().recordEvent("s", "note", "second");
            registry().recordEvent("s", "note", "first");
            registry().recordEvent("other", "note", "first");

            assertThat(registry().events("s")).extracting(EventRecord::message).containsExactly("first", "second");
            assertThat(registry().events("s")).isSortedAccordingTo(Comparator.comparing(EventRecord::sequence));
        }
    }

    @Nested
    class Leaderboard {
        @Test
        void comparesAssignmentsOverTheirCompleteSeeds() {
            accepted();
            complete("temperatures-1-0", Map.of(Metrics.ACCURACY, 0.7));
            complete("temperatures-1-1", Map.of(Metrics.ACCURACY, 0.8, Metrics.CONSISTENCY, 0.25));
            complete("temperatures-1-2", Map.of(Metrics.ACCURACY, 0.9));
            registry().startTrial("temperatures-1-3", List.of());

            List<LeaderboardRow> rows = registry().leaderboard("temperatures-1");

            assertThat(rows).extracting(LeaderboardRow::seeds).containsExactly(1, 2);
            assertThat(rows.get(0).assignment())
                    .isEqualTo(Map.of("dataset", "birds", "backbone", "tiny", "head.temperature", 1.0));
            assertThat(rows.get(0).metrics())
                    .containsExactly(Map.entry(Metrics.ACCURACY, new Spread(0.9, null, 0.9, 0.9, 1)));
            Spread accuracy = spread(rows.get(1), Metrics.ACCURACY);
            assertThat(accuracy.mean()).isCloseTo(0.75, within(1e-12));
            assertThat(accuracy.deviation()).isCloseTo(Math.sqrt(0.005), within(1e-12));
            assertThat(List.of(accuracy.min(), accuracy.max())).containsExactly(0.7, 0.8);
            assertThat(spread(rows.get(1), Metrics.CONSISTENCY).count()).isEqualTo(1);
        }

        @Test
        void putsAssignmentsWithoutAccuracyLast() {
            accepted();
            complete("temperatures-1-0", Map.of(Metrics.CONSISTENCY, 1.0));
            complete("temperatures-1-2", Map.of(Metrics.ACCURACY, 0.1));
            complete("temperatures-1-3", Map.of());

            assertThat(registry().leaderboard("temperatures-1"))
                    .extracting(row -> row.assignment().get("head.temperature"))
                    .containsExactly(1.0, 0.1);
        }

        private Spread spread(LeaderboardRow row, String metric) {
            return Objects.requireNonNull(row.metrics().get(metric), metric);
        }
    }
}
