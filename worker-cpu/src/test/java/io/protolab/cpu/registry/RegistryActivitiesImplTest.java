package io.protolab.cpu.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.InMemoryArtifactStore;
import io.protolab.platform.dataset.DatasetManifest;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.dataset.UnreadableFile;
import io.protolab.platform.evaluation.Evidence;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.Metrics;
import io.protolab.platform.experiment.ProvenanceFile;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialResult;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.json.Json;
import io.protolab.platform.registry.EventKinds;
import io.protolab.platform.registry.EventRecord;
import io.protolab.platform.registry.InMemoryRegistry;
import io.protolab.platform.registry.OutboxRow;
import io.protolab.platform.registry.RegistryException;
import io.protolab.platform.registry.RegistrySamples;
import io.protolab.platform.workflow.AttemptEnd;
import io.protolab.platform.workflow.AttemptOutcome;
import io.protolab.platform.workflow.AttemptStart;
import io.protolab.platform.workflow.RegistryActivities.OpenTrial;
import io.protolab.platform.workflow.RegistryActivities.PastAttempt;
import io.protolab.platform.workflow.RegistryActivities.SweepStanding;
import io.protolab.platform.workflow.RegistryActivities.TrialStanding;
import io.protolab.platform.workflow.Requirement;
import io.protolab.platform.workflow.TrainedHead;
import io.protolab.platform.workflow.TrialInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryActivitiesImplTest {
    private final InMemoryRegistry registry = new InMemoryRegistry();
    private InMemoryArtifactStore artifacts;
    private RegistryActivitiesImpl activities;

    @BeforeEach
    void acceptASweepOfFourTrials(@TempDir Path directory) {
        artifacts = new InMemoryArtifactStore(directory);
        activities = new RegistryActivitiesImpl(registry, artifacts, new NamedMessages());
        registry.accept(RegistrySamples.twoAssignmentsTwoSeeds("s"));
    }

    @Test
    void startsASweepOnce_andTellsWhereItStands() {
        SweepStanding first = activities.sweepStarted("s");
        SweepStanding again = activities.sweepStarted("s");

        assertThat(first)
                .isEqualTo(new SweepStanding(SweepState.RUNNING, 4, 0, 0))
                .isEqualTo(again);
        assertThat(rows("s")).containsExactly("started");
    }

    @Test
    void tellsOnceWhatADatasetDoesWithout() throws IOException {
        List<UnreadableFile> broken = IntStream.range(0, 12)
                .mapToObj(i -> new UnreadableFile("cat/" + i + ".jpg", "the file is empty"))
                .toList();
        DatasetManifest manifest = new DatasetManifest(
                DatasetManifest.VERSION, "cats", "/cats", List.of("cat"), List.of(), List.of(), broken);
        Artifact stored =
                artifacts.put("manifest.json", Json.text(manifest).getBytes(StandardCharsets.UTF_8), Artifact.JSON);
        PreparedDataset dataset = new PreparedDataset("cats", stored, "/datasets/cats", 2, 30, 0, 8, broken.size());

        activities.datasetPrepared("s", dataset);
        activities.datasetPrepared("s", dataset);

        assertThat(registry.events("s"))
                .filteredOn(event -> event.kind().equals(EventKinds.DATASET))
                .singleElement()
                .extracting(EventRecord::message)
                .asString()
                .startsWith("dataset cats: 2 classes, images: 30 train, 0 validation, 8 test; files left out: 12")
                .contains("/api/v1/artifacts/" + stored.sha256(), "\n- cat/0.jpg: the file is empty")
                .endsWith("\n- … and 2 more");
    }

    @Test
    void leavesAPausedSweepPaused() {
        activities.sweepStarted("s");
        activities.sweepStateChanged("s", SweepState.PAUSED, "");

        assertThat(activities.sweepStarted("s").state()).isEqualTo(SweepState.PAUSED);
    }

    @Test
    void cancelsOpenTrials_whenTheSweepEnds_andTellsMlflowOfThoseItKnows() {
        activities.sweepStarted("s");
        start(0);

        activities.sweepStateChanged("s", SweepState.CANCELLED, "cancelled");

        assertThat(registry.trials("s")).allMatch(trial -> trial.state() == TrialState.CANCELLED);
        assertThat(rows("s-0")).endsWith("CANCELLED: cancelled");
        assertThat(rows("s-1")).isEmpty();
        assertThat(rows("s")).endsWith("CANCELLED with 4 trials");
    }

    @Test
    void keepsTheFinalState_whateverComesLater() {
        activities.sweepStarted("s");
        activities.sweepStateChanged("s", SweepState.CANCELLED, "cancelled");

        assertThat(activities.sweepStateChanged("s", SweepState.COMPLETE, "")).isEqualTo(SweepState.CANCELLED);
        assertThat(activities.trialEnded("s-0", TrialState.FAILED, "late")).isEqualTo(TrialState.CANCELLED);
        assertThat(start(0).state()).isEqualTo(TrialState.CANCELLED);
    }

    @Test
    void asksForEachRequirementOnce() {
        assertThat(activities.requirements("s"))
                .containsExactly(Requirement.of(registry.trials("s").get(0).spec()));
    }

    @Test
    void pagesThroughOpenTrials() {
        activities.sweepStarted("s");
        start(1);
        activities.trialEnded("s-1", TrialState.FAILED, "broken");

        assertThat(activities.openTrials("s", 0, 2))
                .extracting(OpenTrial::index)
                .containsExactly(0, 2);
        assertThat(activities.openTrials("s", 3, 2))
                .extracting(OpenTrial::index)
                .containsExactly(3);
    }

    @Test
    void countsAttemptsOverAllWorkflowsOfATrial() {
        activities.sweepStarted("s");
        start(0);
        activities.attemptOpened("s-0", "run/1", 32);
        activities.attemptStarted("s-0", RegistrySamples.attempt(1, "a"));
        activities.attemptEnded("s-0", 1, AttemptEnd.of(AttemptOutcome.HANDED_BACK, "", 7));
        activities.trialEnded("s-0", TrialState.WAITING, "paused");

        assertThat(start(0))
                .isEqualTo(new TrialStanding(
                        TrialState.RUNNING, List.of(new PastAttempt(AttemptOutcome.HANDED_BACK, 7, 32, "a"))));
        assertThat(activities.attemptOpened("s-0", "later run/1", null)).isEqualTo(2);
    }

    @Test
    void saysWhatDiffers_whenAnAttemptGoesOnUnderOtherConditions_orReadsFeaturesOfOthers() {
        activities.sweepStarted("s");
        start(0);
        activities.attemptOpened("s-0", "run/1", null);
        AttemptStart begun = RegistrySamples.attempt(1, "a", 40, 0);
        activities.attemptStarted(
                "s-0",
                new AttemptStart(
                        1,
                        "a/1",
                        "a",
                        "cpu",
                        4,
                        4,
                        begun.firstStep(),
                        0,
                        List.of("threads: 4, before 2"),
                        List.of("device: cpu, before cuda NVIDIA H100", "threads: 4, before 8"),
                        begun.startedAt()));

        assertThat(registry.events("s-0"))
                .filteredOn(event -> event.kind().equals(EventKinds.IDENTITY))
                .extracting(EventRecord::message)
                .containsExactly(
                        "attempt 1 goes on from step 40 under other conditions: threads: 4, before 2",
                        "attempt 1 reads features that were computed under other conditions:"
                                + " device: cpu, before cuda NVIDIA H100; threads: 4, before 8");
    }

    @Test
    void recordsEpochsThatWereNeverReported_beforeATrialCompletes() {
        activities.sweepStarted("s");
        start(0);
        activities.epochsFinished("s-0", List.of(RegistrySamples.epoch(0, 0.5)));

        TrialState end = complete(0, RegistrySamples.epoch(0, 0.5), RegistrySamples.epoch(1, 0.25));

        assertThat(end).isEqualTo(TrialState.COMPLETE);
        assertThat(registry.epochs("s-0")).extracting(EpochMetrics::epoch).containsExactly(0, 1);
        assertThat(registry.events("s-0")).extracting(EventRecord::kind).doesNotContain("not-reproducible");
        assertThat(registry.prototypes("s-0")).hasSize(2);
        assertThat(registry.artifacts("s-0"))
                .allMatch(file -> file.location().equals(artifacts.location(file.artifact())))
                .extracting(file -> file.artifact().name())
                .containsExactly(ProvenanceFile.NAME, "evaluation/prototypes.json", "training/epochs.json");
        assertThat(rows("s-0"))
                .containsExactly("started on birds with key", "epoch 0", "epoch 1", "complete with 3 artifacts");
    }

    @Test
    void warnsOfAShortTraining_onceForTheSweepAndForEachTrial() {
        String warning =
                "dataset birds: only 80 optimiser steps (60 training images in batches of 256 × 80 epochs); accuracy"
                        + " will likely stay low, at worst at chance; lower training.batchSize or raise training.epochs";

        activities.datasetPrepared(
                "s",
                new PreparedDataset(
                        "birds", RegistrySamples.artifact("manifest.json", "m"), "/datasets/birds", 3, 60, 0, 30, 0));
        start(1);

        for (String subject : List.of("s", "s-1")) {
            assertThat(registry.events(subject))
                    .filteredOn(event -> event.kind().equals(EventKinds.FEW_STEPS))
                    .extracting(EventRecord::message)
                    .containsExactly(warning);
        }
    }

    @Test
    void reportsAnEpochThatTheLogTellsDifferently() {
        activities.sweepStarted("s");
        start(0);
        activities.epochsFinished("s-0", List.of(RegistrySamples.epoch(0, 0.5)));

        complete(0, RegistrySamples.epoch(0, 0.75));

        assertThat(registry.events("s-0"))
                .filteredOn(event -> event.kind().equals("not-reproducible"))
                .singleElement()
                .satisfies(event -> assertThat(event.message()).contains("0.5", "0.75"));
    }

    @Test
    void completesATrialOnce() {
        activities.sweepStarted("s");
        start(0);
        complete(0, RegistrySamples.epoch(0, 0.5));
        List<String> before = rows("s-0");

        assertThat(complete(0, RegistrySamples.epoch(0, 0.5))).isEqualTo(TrialState.COMPLETE);
        assertThat(rows("s-0")).isEqualTo(before);
    }

    @Test
    void refusesAnEpochLogWithGaps() {
        activities.sweepStarted("s");
        start(0);

        assertThatThrownBy(() -> complete(0, RegistrySamples.epoch(0, 0.5), RegistrySamples.epoch(2, 0.25)))
                .hasMessageContaining("epoch 2 in place 1");
    }

    @Test
    void namesASweepItDoesNotKnow() {
        assertThatThrownBy(() -> activities.sweepStarted("nobody"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("nobody");
    }

    private TrialStanding start(int index) {
        return activities.trialStarted(input(index));
    }

    private TrialInput input(int index) {
        return new TrialInput(
                "s-" + index,
                registry.trials("s").get(index).spec(),
                RegistrySamples.dataset("manifest"),
                RegistrySamples.features("key"));
    }

    private TrialState complete(int index, EpochMetrics... log) {
        Artifact head = RegistrySamples.artifact("training/head.safetensors", "head");
        Artifact epochLog = put("training/epochs.json", List.of(log));
        Artifact catalogue = put("evaluation/prototypes.json", RegistrySamples.TWO_PROTOTYPES_ONE_PRUNED);
        return activities.trialCompleted(
                input(index),
                new TrainedHead(head, epochLog, log.length, log.length - 1, log[0], RegistrySamples.PROVENANCE),
                new Evidence(head, head, null, null, catalogue),
                new TrialResult(
                        new Metrics(Map.of(Metrics.ACCURACY, 0.9)),
                        List.of(epochLog, catalogue),
                        RegistrySamples.PROVENANCE));
    }

    private Artifact put(String name, Object content) {
        return artifacts.put(name, Json.text(content).getBytes(StandardCharsets.UTF_8), Artifact.JSON);
    }

    /** Keys of the outbox rows of a sweep or trial. */
    private List<String> rows(String subject) {
        return registry.outbox().written().stream()
                .filter(row -> row.subject().equals(subject))
                .map(OutboxRow::key)
                .toList();
    }
}
