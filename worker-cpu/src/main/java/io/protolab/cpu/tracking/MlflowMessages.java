package io.protolab.cpu.tracking;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.Metrics;
import io.protolab.platform.experiment.Provenance;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialResult;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.export.ExportPart;
import io.protolab.platform.registry.ArtifactRecord;
import io.protolab.platform.registry.EventRecord;
import io.protolab.platform.registry.LeaderboardRow;
import io.protolab.platform.registry.OutboxRow;
import io.protolab.platform.registry.SweepRecord;
import io.protolab.platform.registry.TrialRecord;
import io.protolab.platform.workflow.AttemptStart;
import io.protolab.platform.workflow.FeatureSet;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mlflow.api.proto.Service.CreateExperiment;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.ExperimentTag;
import org.mlflow.api.proto.Service.LogBatch;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.UpdateRun;
import org.mlflow_project.google.protobuf.Message;

/**
 * A sweep as an MLflow experiment with one run per sweep and, nested below it, one per trial.
 *
 * <p>The clock is asked only where the registry does not know a time yet; the outbox keeps the first row of a key, so that
 * later calls with another time change nothing.
 */
public final class MlflowMessages implements RunMessages {
    private static final String SOURCE = "protolab";
    /** MLflow takes a thousand entities in a request. */
    private static final int POINTS_PER_ROW = 500;

    private final String user;
    private final InstantSource clock;

    /** @param user whom MLflow shows as the owner of runs */
    public MlflowMessages(String user, InstantSource clock) {
        this.user = user;
        this.clock = clock;
    }

    @Override
    public List<OutboxRow> sweepStarted(SweepRecord sweep) {
        CreateRun run = run(sweep.spec().name(), sweep, sweep.startedAt(), RunTags.SWEEP_KIND)
                .addTags(RunTags.tag(RunTags.SPEC, sweep.fingerprint()))
                .build();
        LogBatch params = LogBatch.newBuilder()
                .addAllParams(params(RunParams.of(sweep.spec())))
                .addTags(RunTags.tag(RunTags.STATE, SweepState.RUNNING.toString()))
                .addTags(RunTags.tag(RunTags.NOTE, SweepNote.running(sweep)))
                .build();
        return List.of(
                row(sweep.id(), RowKind.EXPERIMENT, "experiment", experiment(sweep)),
                row(sweep.id(), RowKind.CREATE, "run", run),
                row(sweep.id(), RowKind.PARAMS, "params", params),
                file(sweep.id(), RunFiles.SWEEP_SPEC, RunFiles.json(sweep.spec())));
    }

    @Override
    public List<OutboxRow> sweepEnded(
            SweepRecord sweep,
            SweepState state,
            List<LeaderboardRow> leaderboard,
            List<TrialRecord> trials,
            List<EventRecord> events) {
        Instant at = orNow(sweep.endedAt());
        List<TrialRecord> inOrder = RunMetrics.inOrder(trials);
        List<Metric> best = RunMetrics.best(inOrder, at);
        // A sweep may end before it ran.
        List<OutboxRow> rows = new ArrayList<>(sweep.startedAt() == null ? sweepStarted(sweep) : List.of());
        for (int from = 0; from < best.size(); from += POINTS_PER_ROW) {
            LogBatch part = LogBatch.newBuilder()
                    .addAllMetrics(best.subList(from, Math.min(best.size(), from + POINTS_PER_ROW)))
                    .build();
            rows.add(row(sweep.id(), RowKind.METRICS, "best-" + from, part));
        }
        LogBatch end = LogBatch.newBuilder()
                .addTags(RunTags.tag(RunTags.STATE, state.toString()))
                .addTags(RunTags.tag(RunTags.NOTE, SweepNote.ended(sweep, state, leaderboard, inOrder, events)))
                .build();
        rows.add(file(sweep.id(), RunFiles.TRIAL_TABLE, TrialTable.csv(inOrder)));
        rows.add(row(sweep.id(), RowKind.TAGS, "end", end));
        rows.add(row(sweep.id(), RowKind.STATUS, "end", ended(RunStatuses.of(state), at)));
        return rows;
    }

    @Override
    public List<OutboxRow> trialStarted(
            SweepRecord sweep, TrialRecord trial, PreparedDataset dataset, FeatureSet features, TrialPast past) {
        CreateRun run = run(trial.name(), sweep, trial.startedAt(), RunTags.TRIAL_KIND)
                .addTags(RunTags.tag(RunTags.TRIAL, trial.id()))
                .build();
        LogBatch params = LogBatch.newBuilder()
                .addAllParams(params(RunParams.of(trial.spec())))
                .addTags(RunTags.tag(RunTags.SEED, Long.toString(trial.spec().seed())))
                .addTags(RunTags.tag(RunTags.SPEC, trial.fingerprint()))
                .addTags(RunTags.tag(RunTags.DATASET, dataset.manifest().sha256()))
                .addTags(RunTags.tag(RunTags.BACKBONE, features.weightsSha256()))
                .addTags(RunTags.tag(RunTags.FEATURES, features.key()))
                .addTags(RunTags.tag(RunTags.STATE, TrialState.RUNNING.toString()))
                .addTags(RunTags.tag(RunTags.NOTE, TrialNote.running(sweep, trial, past)))
                .build();
        return List.of(
                row(trial.id(), RowKind.CREATE, "run", run),
                row(trial.id(), RowKind.INPUTS, "datasets", RunInputs.of(dataset)),
                row(trial.id(), RowKind.PARAMS, "params", params),
                file(trial.id(), RunFiles.TRIAL_SPEC, RunFiles.json(trial.spec())));
    }

    @Override
    public List<OutboxRow> attemptStarted(TrialRecord trial, AttemptStart attempt) {
        String key = "attempt-" + attempt.number();
        LogBatch tags = LogBatch.newBuilder()
                .addTags(RunTags.tag(RunTags.ATTEMPT, Integer.toString(attempt.number())))
                .addTags(RunTags.tag(RunTags.WORKER, attempt.worker()))
                .addTags(RunTags.tag(RunTags.DEVICE, attempt.device()))
                .addTags(RunTags.tag(RunTags.STATE, TrialState.RUNNING.toString()))
                .build();
        UpdateRun running = UpdateRun.newBuilder().setStatus(RunStatus.RUNNING).build();
        return List.of(row(trial.id(), RowKind.TAGS, key, tags), row(trial.id(), RowKind.STATUS, key, running));
    }

    @Override
    public List<OutboxRow> epochs(TrialRecord trial, List<EpochMetrics> epochs) {
        return epochs.stream()
                .map(epoch -> row(trial.id(), RowKind.METRICS, "epoch-" + epoch.epoch(), RunMetrics.epoch(epoch)))
                .toList();
    }

    @Override
    public List<OutboxRow> trialCompleted(
            SweepRecord sweep, TrialRecord trial, TrialResult result, List<ArtifactRecord> artifacts, TrialPast past) {
        Instant at = orNow(trial.endedAt());
        Metrics metrics = result.metrics();
        List<OutboxRow> rows = new ArrayList<>();
        if (metrics.find(Metrics.ACCURACY).isPresent()) {
            rows.add(row(
                    sweep.id(),
                    RowKind.METRICS,
                    "trial-" + trial.index(),
                    RunMetrics.accuracy(trial.index(), metrics, at)));
        }
        rows.add(row(trial.id(), RowKind.METRICS, "final", RunMetrics.finals(metrics, at)));
        artifacts.stream()
                .map(ArtifactRecord::artifact)
                .filter(RunFiles::uploaded)
                .forEach(artifact -> {
                    rows.add(new OutboxRow(
                            trial.id(), RowKind.ARTIFACT.text(), artifact.name(), RunFiles.json(artifact)));
                });
        rows.addAll(ModelMessages.models(
                trial.id(), artifacts.stream().map(ArtifactRecord::artifact).toList()));
        LogBatch.Builder end = LogBatch.newBuilder()
                .addTags(RunTags.tag(RunTags.STATE, TrialState.COMPLETE.toString()))
                .addTags(RunTags.tag(RunTags.DEVICE, result.provenance().device()))
                .addTags(RunTags.tag(
                        RunTags.THREADS, Integer.toString(result.provenance().threads())))
                .addTags(RunTags.tag(RunTags.VERSIONS, versions(result.provenance())))
                .addTags(RunTags.tag(RunTags.NOTE, TrialNote.complete(sweep, trial, result, artifacts, past)));
        Integer microBatch = result.provenance().microBatch();
        if (microBatch != null) {
            end.addTags(RunTags.tag(RunTags.MICRO_BATCH, microBatch.toString()));
        }
        rows.add(row(trial.id(), RowKind.TAGS, "end", end.build()));
        rows.add(row(trial.id(), RowKind.STATUS, "end", ended(RunStatus.FINISHED, at)));
        return rows;
    }

    @Override
    public List<OutboxRow> trialEnded(TrialRecord trial, TrialState state, String reason, TrialPast past) {
        if (trial.startedAt() == null) {
            return List.of(); // it never ran, so it has no run
        }
        boolean paused = !state.isFinal();
        String key = paused ? "paused-" + past.attempts().size() : "end";
        LogBatch tags = LogBatch.newBuilder()
                .addTags(RunTags.tag(RunTags.STATE, state.toString()))
                .addTags(RunTags.tag(RunTags.REASON, reason.isBlank() ? "none given" : reason))
                .addTags(RunTags.tag(RunTags.NOTE, TrialNote.ended(trial, state, reason, past)))
                .build();
        UpdateRun status = paused
                ? UpdateRun.newBuilder().setStatus(RunStatus.SCHEDULED).build()
                : ended(RunStatuses.of(state), orNow(trial.endedAt()));
        return List.of(row(trial.id(), RowKind.TAGS, key, tags), row(trial.id(), RowKind.STATUS, key, status));
    }

    @Override
    public List<OutboxRow> modelExported(TrialRecord trial, ExportPart part, List<Artifact> files) {
        List<OutboxRow> models = ModelMessages.models(trial.id(), files);
        return models.isEmpty() ? List.of() : withEnd(trial, models.get(0));
    }

    @Override
    public List<OutboxRow> modelRegistered(TrialRecord trial, String modelName) {
        return withEnd(trial, ModelMessages.version(trial.id(), modelName));
    }

    /** What comes after the end repeats the end: with it a run is read back. */
    private List<OutboxRow> withEnd(TrialRecord trial, OutboxRow row) {
        UpdateRun again = ended(RunStatuses.of(trial.state()), orNow(trial.endedAt()));
        return List.of(row, row(trial.id(), RowKind.STATUS, "end after " + row.kind() + " " + row.key(), again));
    }

    private CreateExperiment experiment(SweepRecord sweep) {
        String question = sweep.spec().question();
        String note = question.isBlank() ? "Sweeps of " + SOURCE + "." : "**Question:** " + question;
        CreateExperiment.Builder experiment = CreateExperiment.newBuilder()
                .setName(sweep.experiment())
                .addTags(tag(RunTags.EXPERIMENT_KIND, "custom_model_development"))
                .addTags(tag(RunTags.PRIMARY_METRIC, Metrics.ACCURACY))
                .addTags(tag(RunTags.NOTE, note.substring(0, Math.min(note.length(), RunTags.LONGEST_EXPERIMENT_TAG))));
        SweepView.of(sweep).ifPresent(experiment::addTags);
        return experiment.build();
    }

    private static ExperimentTag tag(String key, String value) {
        return ExperimentTag.newBuilder().setKey(key).setValue(value).build();
    }

    private CreateRun.Builder run(String name, SweepRecord sweep, @Nullable Instant startedAt, String kind) {
        return CreateRun.newBuilder()
                .setRunName(name)
                .setUserId(user)
                .setStartTime(orNow(startedAt).toEpochMilli())
                .addTags(RunTags.tag(RunTags.USER, user))
                .addTags(RunTags.tag(RunTags.SOURCE_NAME, SOURCE))
                .addTags(RunTags.tag(RunTags.SOURCE_TYPE, "JOB"))
                .addTags(RunTags.tag(RunTags.EXPERIMENT, sweep.experiment()))
                .addTags(RunTags.tag(RunTags.KIND, kind))
                .addTags(RunTags.tag(RunTags.SWEEP, sweep.id()))
                .addAllTags(Stream.ofNullable(sweep.spec().reproduces())
                        .map(original -> RunTags.tag(RunTags.REPRODUCES, original))
                        .toList());
    }

    private Instant orNow(@Nullable Instant recorded) {
        return recorded == null ? clock.instant() : recorded;
    }

    private static String versions(Provenance provenance) {
        return provenance.versions().entrySet().stream()
                .map(library -> library.getKey() + " " + library.getValue())
                .collect(Collectors.joining(", "));
    }

    private static UpdateRun ended(RunStatus status, Instant at) {
        return UpdateRun.newBuilder()
                .setStatus(status)
                .setEndTime(at.toEpochMilli())
                .build();
    }

    private static List<Param> params(Map<String, String> params) {
        return params.entrySet().stream()
                .map(param -> Param.newBuilder()
                        .setKey(param.getKey())
                        .setValue(param.getValue())
                        .build())
                .toList();
    }

    private static OutboxRow row(String subject, RowKind kind, String key, Message body) {
        return new OutboxRow(subject, kind.text(), key, MlflowJson.print(body));
    }

    private static OutboxRow file(String subject, String path, byte[] content) {
        return new OutboxRow(subject, RowKind.FILE.text(), path, content);
    }
}
