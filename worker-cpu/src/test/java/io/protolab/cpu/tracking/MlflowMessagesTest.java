package io.protolab.cpu.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.Metrics;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialResult;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.registry.ArtifactRecord;
import io.protolab.platform.registry.AttemptRecord;
import io.protolab.platform.registry.EventKinds;
import io.protolab.platform.registry.EventRecord;
import io.protolab.platform.registry.LeaderboardRow;
import io.protolab.platform.registry.LeaderboardRow.Spread;
import io.protolab.platform.registry.NewSweep;
import io.protolab.platform.registry.OutboxRow;
import io.protolab.platform.registry.SweepRecord;
import io.protolab.platform.registry.TrialRecord;
import io.protolab.platform.workflow.AttemptOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mlflow.api.proto.Service.CreateExperiment;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.DatasetInput;
import org.mlflow.api.proto.Service.ExperimentTag;
import org.mlflow.api.proto.Service.LogBatch;
import org.mlflow.api.proto.Service.LogInputs;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.api.proto.Service.UpdateRun;

class MlflowMessagesTest {
    private static final TrialPast NOTHING_HAPPENED = new TrialPast(SweepSamples.START, List.of(), List.of());
    private static final NewSweep SWEEP = SweepSamples.sweep(SweepSamples.TWO_BACKBONES_TWO_SEEDS);

    private final RunMessages messages = new MlflowMessages("ada", () -> SweepSamples.START);

    @Test
    void namesTheExperimentExactlyAsTheSpec() {
        OutboxRow row = only(messages.sweepStarted(sweep()), RowKind.EXPERIMENT);

        CreateExperiment experiment =
                MlflowJson.read(row.payload(), CreateExperiment.newBuilder()).build();

        assertThat(experiment.getName()).isEqualTo("birds/first look");
        assertThat(experiment.getTagsList())
                .extracting(ExperimentTag::getKey)
                .contains("mlflow.experimentKind", "mlflow.note.content");
        assertThat(experiment.getTagsList())
                .filteredOn(tag -> tag.getKey().startsWith("mlflow.sharedViewState."))
                .singleElement()
                .satisfies(tag -> assertThat(tag.getValue())
                        .contains("params.`loss.sparsity.weight`", "metrics.`test/accuracy`", SWEEP.id())
                        .hasSizeLessThan(5000));
    }

    @Test
    void startsWithTheRunAndEndsWithItsStatus() {
        assertThat(started(0)).first().extracting(OutboxRow::kind).isEqualTo("create");
        assertThat(completed(0, List.of())).last().extracting(OutboxRow::kind).isEqualTo("status");
        assertThat(messages.sweepEnded(sweep(), SweepState.COMPLETE, List.of(), List.of(), List.of()))
                .last()
                .extracting(OutboxRow::kind)
                .isEqualTo("status");
    }

    @Test
    void givesTheSameBytesForTheSameEvents() {
        assertThat(started(1)).isEqualTo(started(1));
        assertThat(completed(1, List.of())).isEqualTo(completed(1, List.of()));
        assertThat(messages.sweepStarted(sweep())).isEqualTo(messages.sweepStarted(sweep()));
    }

    @Test
    void givesEveryTrialTheSameParams() {
        Set<Set<String>> keys = List.of(0, 1, 2, 3).stream()
                .map(index -> params(started(index)).keySet())
                .collect(Collectors.toSet());

        assertThat(keys)
                .singleElement()
                .satisfies(names -> assertThat(names)
                        .contains("dataset", "backbone", "seed", "loss.sparsity.weight", "training.learningRate"));
        assertThat(params(started(3)))
                .containsEntry("backbone", "random-vit")
                .containsEntry("seed", "1")
                .containsEntry("loss.sparsity.weight", "0.1");
    }

    @Test
    void givesTheSweepWhatItsTrialsHaveInCommon() {
        assertThat(params(messages.sweepStarted(sweep())))
                .containsEntry("dataset", "birds-10")
                .containsEntry("training.epochs", "4")
                .doesNotContainKeys("backbone", "seed", "loss.sparsity.weight");
    }

    @Test
    void marksTrialsForWhoeverSearches() {
        CreateRun run = MlflowJson.read(only(started(2), RowKind.CREATE).payload(), CreateRun.newBuilder())
                .build();

        assertThat(run.getRunName()).isEqualTo(trial(2).name());
        assertThat(run.getUserId()).isEqualTo("ada");
        assertThat(run.getStartTime()).isEqualTo(SweepSamples.START.toEpochMilli());
        assertThat(tags(run.getTagsList()))
                .containsEntry("protolab.sweep", SWEEP.id())
                .containsEntry("protolab.trial", trial(2).id())
                .containsEntry("mlflow.source.type", "JOB");
    }

    @Test
    void namesDatasetsPerSplit_withinMlflowsLimits() {
        LogInputs inputs = MlflowJson.read(only(started(0), RowKind.INPUTS).payload(), LogInputs.newBuilder())
                .build();

        assertThat(inputs.getDatasetsList())
                .extracting(input -> input.getTags(0).getValue())
                .containsExactly("train", "test");
        assertThat(inputs.getDatasetsList())
                .extracting(DatasetInput::getDataset)
                .allMatch(dataset -> dataset.getDigest().length() <= 36)
                .extracting(dataset -> dataset.getDigest())
                .doesNotHaveDuplicates();
    }

    @Test
    void sendsAnEpochPerRow_withItsStepAndTime() {
        List<OutboxRow> rows = messages.epochs(trial(0), List.of(SweepSamples.epoch(0, 2), SweepSamples.epoch(0, 3)));

        assertThat(rows).extracting(OutboxRow::key).containsExactly("epoch-2", "epoch-3");
        Metric loss = metric(batch(rows.get(0)), EpochMetrics.LOSS);
        assertThat(loss.getStep()).isEqualTo(2);
        assertThat(loss.getTimestamp())
                .isEqualTo(SweepSamples.epoch(0, 2).finishedAt().toEpochMilli());
        assertThat(loss.getValue()).isEqualTo(SweepSamples.epoch(0, 2).values().get(EpochMetrics.LOSS));
    }

    @Test
    void neverSendsWhatIsNotANumber() {
        EpochMetrics diverged = new EpochMetrics(
                5,
                Map.of(EpochMetrics.LOSS, Double.NaN, EpochMetrics.LOSS_TANH, Double.POSITIVE_INFINITY, "train/x", 1.0),
                Double.NaN,
                SweepSamples.START);

        LogBatch batch = batch(messages.epochs(trial(0), List.of(diverged)).get(0));

        assertThat(batch.getMetricsList()).extracting(Metric::getKey).containsExactly("train/x");
        assertThat(tags(batch.getTagsList()))
                .containsEntry("protolab.nonfinite.train/loss", "NaN in epoch 5")
                .containsEntry("protolab.nonfinite.train/loss_tanh", "Infinity in epoch 5");
    }

    @Test
    void keepsFinalMetricsToTheLastBit() {
        LogBatch finals = batch(row(completed(1, List.of()), RowKind.METRICS, "final"));

        assertThat(finals.getMetricsList().stream().collect(Collectors.toMap(Metric::getKey, Metric::getValue)))
                .isEqualTo(SweepSamples.metrics(1).values());
    }

    @Test
    void drawsTheAccuracyOfEveryTrialOnTheRunOfTheSweep() {
        OutboxRow row = row(completed(3, List.of()), RowKind.METRICS, "trial-3");

        assertThat(row.subject()).isEqualTo(SWEEP.id());
        assertThat(metric(batch(row), "sweep/accuracy").getStep()).isEqualTo(3);
    }

    @Test
    void drawsTheBestSoFarInTheOrderOfTheTrials() {
        List<TrialRecord> trials = List.of(complete(1, 0.8), complete(0, 0.5), complete(2, 0.7), trial(3));

        LogBatch best = batch(row(
                messages.sweepEnded(sweep(), SweepState.COMPLETE, List.of(), trials, List.of()),
                RowKind.METRICS,
                "best-0"));

        assertThat(best.getMetricsList()).extracting(Metric::getValue).containsExactly(0.5, 0.8, 0.8);
        assertThat(best.getMetricsList()).extracting(Metric::getStep).containsExactly(0L, 1L, 2L);
    }

    @Test
    void uploadsPicturesButNoCheckpointsAndNoLargeArrays() {
        List<OutboxRow> rows = completed(
                0,
                List.of(
                        artifact("plots/curves.png", Artifact.PNG, 100),
                        artifact("evaluation/predictions.safetensors", Artifact.SAFETENSORS, 100),
                        artifact("evaluation/explanations.safetensors", Artifact.SAFETENSORS, 1 << 30),
                        artifact("checkpoints/epoch-3.safetensors", Artifact.SAFETENSORS, 100)));

        assertThat(rows)
                .filteredOn(row -> row.kind().equals("artifact"))
                .extracting(OutboxRow::key)
                .containsExactly("plots/curves.png", "evaluation/predictions.safetensors");
        assertThat(note(rows)).contains("`plots/` (1)", "Kept in the artifact store only", "explanations.safetensors");
    }

    @Test
    void tellsTheStoryOfATrialInItsNote() {
        AttemptRecord killed = new AttemptRecord(
                "t",
                1,
                null,
                SweepSamples.START,
                "gpu-1/7",
                "gpu-1",
                "cuda NVIDIA H100",
                4,
                0,
                0,
                12,
                0,
                SweepSamples.START,
                SweepSamples.START,
                AttemptOutcome.NODE_LOST,
                "the worker fell silent",
                null);

        EventRecord state = new EventRecord(1, "t", EventKinds.STATE, "WAITING to RUNNING", SweepSamples.START);
        EventRecord difference = new EventRecord(
                2,
                "t",
                EventKinds.NOT_REPRODUCIBLE,
                "epoch 3, train/loss: first 0.5, repeated 0.6",
                SweepSamples.START);

        List<OutboxRow> rows = messages.trialEnded(
                started(trial(0)),
                TrialState.FAILED,
                "the disk is full",
                new TrialPast(SweepSamples.START, List.of(killed), List.of(state, difference)));

        assertThat(note(rows))
                .startsWith("**FAILED**: the disk is full")
                .contains(
                        "backbone **tiny-vit**",
                        "2026-01-05 09:00:00Z  Attempt 1 began on gpu-1/7 (cuda NVIDIA H100, 4 threads) from the start.",
                        "### Not reproducible\n\nepoch 3, train/loss: first 0.5, repeated 0.6\n")
                .doesNotContain("WAITING to RUNNING");
        assertThat(status(rows)).isEqualTo(RunStatus.FAILED);
    }

    @Test
    void namesTheFirstOfManyDifferencesInTheNoteOfACompleteTrial() {
        List<EventRecord> differences = IntStream.range(0, 40)
                .mapToObj(i -> new EventRecord(i, "t", EventKinds.NOT_REPRODUCIBLE, "epoch " + i, SweepSamples.START))
                .toList();

        List<OutboxRow> rows = messages.trialCompleted(
                sweep(),
                trial(0),
                new TrialResult(SweepSamples.metrics(0), List.of(), SweepSamples.provenance(trial(0).spec())),
                List.of(),
                new TrialPast(SweepSamples.START, List.of(), differences));

        assertThat(note(rows)).contains("epoch 9\n\n… and 30 more").doesNotContain("epoch 10");
    }

    @Test
    void warnsOfAShortTrainingFromTheStart() {
        EventRecord few = new EventRecord(1, "t", EventKinds.FEW_STEPS, "only 24 steps", SweepSamples.START);

        List<OutboxRow> rows = messages.trialStarted(
                sweep(),
                trial(0),
                SweepSamples.dataset("birds-10"),
                SweepSamples.features(trial(0).spec()),
                new TrialPast(SweepSamples.START, List.of(), List.of(few)));

        assertThat(tags(batch(only(rows, RowKind.PARAMS)).getTagsList()).get("mlflow.note.content"))
                .contains("### Short training\n\nonly 24 steps\n");
    }

    @Test
    void namesTheWinnerInTheFirstLineOfTheSweepsNote() {
        LeaderboardRow best = new LeaderboardRow(
                Map.of("backbone", "tiny-vit", "dataset", "birds-10", "loss.sparsity.weight", 0.1),
                2,
                Map.of(Metrics.ACCURACY, new Spread(0.95, 0.01, 0.94, 0.96, 2)));

        List<OutboxRow> rows =
                messages.sweepEnded(sweep(), SweepState.COMPLETE, List.of(best), List.of(trial(0)), List.of());

        assertThat(note(rows))
                .startsWith(
                        "**Best: birds-10 · tiny-vit · loss.sparsity.weight=0.1** with a test accuracy of 0.9500 ± 0.0100")
                .contains("| birds-10 | tiny-vit | 0.1 | 0.9500 ± 0.0100 | 2 |");
        assertThat(status(rows)).isEqualTo(RunStatus.FINISHED);
    }

    @Test
    void listsTheFilesThatADatasetDoesWithout() {
        EventRecord state = new EventRecord(1, "s", EventKinds.STATE, "WAITING to RUNNING", SweepSamples.START);
        EventRecord dataset = new EventRecord(
                2, "s", EventKinds.DATASET, "dataset a: 2 classes\n- x.jpg: the file is empty", SweepSamples.START);

        List<OutboxRow> rows = messages.sweepEnded(
                sweep(), SweepState.COMPLETE, List.of(), List.of(trial(0)), List.of(state, dataset));

        assertThat(note(rows))
                .contains("### Data\n\ndataset a: 2 classes\n\n- x.jpg: the file is empty\n")
                .doesNotContain("Not reproducible", "WAITING to RUNNING");
    }

    @Test
    void hasNoRunForATrialThatNeverStarted_andOneForASweepThatNeverDid() {
        assertThat(messages.trialEnded(trial(0), TrialState.CANCELLED, "", NOTHING_HAPPENED))
                .isEmpty();
        assertThat(messages.sweepEnded(sweep(), SweepState.CANCELLED, List.of(), List.of(), List.of()))
                .extracting(OutboxRow::kind)
                .contains("create");
    }

    private List<OutboxRow> started(int index) {
        return messages.trialStarted(
                sweep(),
                trial(index),
                SweepSamples.dataset("birds-10"),
                SweepSamples.features(trial(index).spec()),
                NOTHING_HAPPENED);
    }

    private List<OutboxRow> completed(int index, List<ArtifactRecord> artifacts) {
        TrialResult result = new TrialResult(
                SweepSamples.metrics(index),
                List.of(),
                SweepSamples.provenance(trial(index).spec()));
        return messages.trialCompleted(sweep(), trial(index), result, artifacts, NOTHING_HAPPENED);
    }

    private static SweepRecord sweep() {
        return new SweepRecord(
                SWEEP.id(),
                SWEEP.spec().experiment(),
                SWEEP.fingerprint(),
                SWEEP.spec(),
                SweepState.WAITING,
                "",
                4,
                0,
                0,
                SweepSamples.START,
                null,
                null);
    }

    private static TrialRecord trial(int index) {
        return trial(index, TrialState.WAITING, new Metrics(Map.of()), null);
    }

    private static TrialRecord started(TrialRecord trial) {
        return trial(trial.index(), TrialState.RUNNING, trial.metrics(), SweepSamples.START);
    }

    private static TrialRecord complete(int index, double accuracy) {
        return trial(index, TrialState.COMPLETE, new Metrics(Map.of(Metrics.ACCURACY, accuracy)), SweepSamples.START);
    }

    private static TrialRecord trial(int index, TrialState state, Metrics metrics, @Nullable Instant startedAt) {
        NewSweep.NewTrial trial = SWEEP.trials().get(index);
        return new TrialRecord(
                trial.id(),
                SWEEP.id(),
                index,
                trial.name(),
                trial.spec(),
                trial.fingerprint(),
                state,
                "",
                4,
                1,
                metrics,
                null,
                startedAt,
                null,
                null);
    }

    private static ArtifactRecord artifact(String name, String mediaType, long size) {
        return new ArtifactRecord("t", new Artifact(name, "a".repeat(64), size, mediaType), "/store/a");
    }

    private static Map<String, String> params(List<OutboxRow> rows) {
        return batch(only(rows, RowKind.PARAMS)).getParamsList().stream()
                .collect(Collectors.toMap(Param::getKey, Param::getValue));
    }

    private static String note(List<OutboxRow> rows) {
        return tags(batch(only(rows, RowKind.TAGS)).getTagsList()).getOrDefault("mlflow.note.content", "");
    }

    private static RunStatus status(List<OutboxRow> rows) {
        return MlflowJson.read(only(rows, RowKind.STATUS).payload(), UpdateRun.newBuilder())
                .getStatus();
    }

    private static Map<String, String> tags(List<RunTag> tags) {
        return tags.stream().collect(Collectors.toMap(RunTag::getKey, RunTag::getValue));
    }

    private static Metric metric(LogBatch batch, String key) {
        return batch.getMetricsList().stream()
                .filter(metric -> metric.getKey().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static LogBatch batch(OutboxRow row) {
        assertThat(new String(row.payload(), StandardCharsets.UTF_8)).startsWith("{");
        return MlflowJson.read(row.payload(), LogBatch.newBuilder()).build();
    }

    private static OutboxRow only(List<OutboxRow> rows, RowKind kind) {
        return rows.stream()
                .filter(row -> row.kind().equals(kind.text()))
                .findFirst()
                .orElseThrow();
    }

    private static OutboxRow row(List<OutboxRow> rows, RowKind kind, String key) {
        return rows.stream()
                .filter(row -> row.kind().equals(kind.text()) && row.key().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
