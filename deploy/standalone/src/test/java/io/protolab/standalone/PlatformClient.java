package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.protolab.platform.cli.ApiClient;
import io.protolab.platform.cli.ApiPaths;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.Metrics;
import io.protolab.platform.experiment.OwnFiles;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.http.Health;
import io.protolab.platform.json.Json;
import io.protolab.platform.registry.ArtifactRecord;
import io.protolab.platform.registry.AttemptRecord;
import io.protolab.platform.registry.EventRecord;
import io.protolab.platform.registry.Outbox;
import io.protolab.platform.registry.SweepRecord;
import io.protolab.platform.registry.TrialRecord;
import io.protolab.platform.workflow.SweepSchedule;
import io.protolab.standalone.MlflowReader.Point;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A running platform as its clients see it, over HTTP only, with the waiting that tests need. */
final class PlatformClient {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);

    private final ApiClient api;
    private final MlflowReader mlflow;

    PlatformClient(String api, String mlflow) {
        this.api = new ApiClient(api, Optional.empty());
        this.mlflow = new MlflowReader(mlflow);
    }

    /** What the Temporal server does not offer. */
    List<String> lacking() {
        return api.get("/api/v1/health", Health.class).lacking();
    }

    /** @param repetition 1 for the first run of that file */
    SweepRecord submit(String file, int repetition) {
        try {
            return Json.mapper().readValue(api.post("/api/v1/sweeps?again=" + repetition, file), SweepRecord.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** @param verb pause, resume or cancel */
    void steer(SweepRecord sweep, String verb) {
        api.post(path(sweep) + "/" + verb, "");
    }

    SweepSchedule schedule(String file, String name, String cron, String timezone) {
        String words = "?name=" + name + "&timezone=" + timezone + "&cron=" + cron.replace(" ", "%20");
        return schedule(api.post(ApiPaths.SCHEDULES + words, file));
    }

    /** @param verb pause, resume, run or remove */
    SweepSchedule steerSchedule(String name, String verb) {
        return schedule(api.post(ApiPaths.SCHEDULES + "/" + name + "/" + verb, ""));
    }

    private static SweepSchedule schedule(String json) {
        try {
            return Json.mapper().readValue(json, SweepSchedule.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** The newest sweep whose id begins so, as soon as there is one. */
    SweepRecord awaitSweep(String beginning) {
        Supplier<Optional<SweepRecord>> look = () -> api.list(ApiPaths.SWEEPS, SweepRecord.class).stream()
                .filter(sweep -> sweep.id().startsWith(beginning))
                .findFirst();
        if (!Waiting.until(LONGEST_WAIT, () -> look.get().isPresent())) {
            fail("there never was a sweep %s", beginning);
        }
        return look.get().orElseThrow();
    }

    SweepState state(SweepRecord sweep) {
        return Json.mapper()
                .convertValue(api.get(path(sweep), Map.class).get("sweep"), SweepRecord.class)
                .state();
    }

    void await(SweepRecord sweep, SweepState wanted) {
        boolean reached = Waiting.until(LONGEST_WAIT, () -> {
            SweepState state = state(sweep);
            return state == wanted || state.isFinal();
        });
        assertThat(state(sweep)).as("reached: %s, %s", reached, trials(sweep)).isEqualTo(wanted);
    }

    /** The trial of that index, as soon as it is what is wanted. */
    TrialRecord await(SweepRecord sweep, int index, Predicate<TrialRecord> wanted) {
        if (!Waiting.until(LONGEST_WAIT, () -> wanted.test(trials(sweep).get(index)))) {
            fail("trial %d never came there: %s", index, trials(sweep).get(index));
        }
        return trials(sweep).get(index);
    }

    /** Waits until every run was read back from MLflow and found equal to the registry. */
    void awaitSealed(SweepRecord sweep) {
        if (!Waiting.until(LONGEST_WAIT, () -> isSealed(sweep))) {
            fail("MLflow did not get everything: %s", api.get(path(sweep) + "/runs"));
        }
    }

    private boolean isSealed(SweepRecord sweep) {
        List<Outbox.Link> runs = api.list(path(sweep) + "/runs", Outbox.Link.class);
        return runs.size() == sweep.trials() + 1 && runs.stream().allMatch(Outbox.Link::sealed);
    }

    List<TrialRecord> trials(SweepRecord sweep) {
        return api.list(path(sweep) + "/trials", TrialRecord.class);
    }

    List<EventRecord> events(SweepRecord sweep) {
        return api.list(path(sweep) + "/events", EventRecord.class);
    }

    /** The content of a text that a trial left. */
    byte[] artifact(TrialRecord trial, String name) {
        String sha256 = api.list("/api/v1/trials/" + trial.id() + "/artifacts", ArtifactRecord.class).stream()
                .map(ArtifactRecord::artifact)
                .filter(artifact -> artifact.name().equals(name))
                .findFirst()
                .orElseThrow()
                .sha256();
        return api.get("/api/v1/artifacts/" + sha256).getBytes(StandardCharsets.UTF_8);
    }

    List<AttemptRecord> attempts(TrialRecord trial) {
        return api.list("/api/v1/trials/" + trial.id() + "/attempts", AttemptRecord.class);
    }

    /** Numbers of each complete trial and checksums of its files by name, by fingerprint; without those that are its own. */
    Map<String, Map<String, String>> results(SweepRecord sweep) {
        Map<String, Map<String, String>> all = new TreeMap<>();
        for (TrialRecord trial : trials(sweep)) {
            Map<String, String> result = new TreeMap<>();
            trial.metrics().values().forEach((name, value) -> result.put(name, value.toString()));
            api.list("/api/v1/trials/" + trial.id() + "/artifacts", ArtifactRecord.class).stream()
                    .map(ArtifactRecord::artifact)
                    .filter(file -> !OwnFiles.include(file.name()))
                    .forEach(file -> result.put(file.name(), file.sha256()));
            assertThat(result)
                    .containsKeys(
                            Metrics.ACCURACY,
                            "training/head.safetensors",
                            "training/epochs.json",
                            "evaluation/predictions.safetensors");
            all.put(trial.fingerprint(), result);
        }
        return all;
    }

    /** Everything the registry says of the trials is in MLflow, to the last digit, and nothing is there twice. */
    void assertHeldOnceByMlflow(SweepRecord sweep) {
        assertThat(mlflow.runs("tags.`protolab.kind` = 'sweep' AND tags.`protolab.sweep` = '" + sweep.id() + "'"))
                .hasSize(1);
        for (TrialRecord trial : trials(sweep)) {
            String run = String.valueOf(trial.mlflowRunId());
            assertThat(mlflow.runs("tags.`protolab.trial` = '" + trial.id() + "'"))
                    .containsExactly(run);
            assertThat(mlflow.lastMetrics(run))
                    .containsAllEntriesOf(trial.metrics().values());
            trial.metrics()
                    .values()
                    .forEach((name, value) -> assertThat(mlflow.history(run, name))
                            .as("%s of %s", name, trial.name())
                            .containsExactly(new Point(0, value)));
            assertCurves(trial, run);
        }
    }

    private void assertCurves(TrialRecord trial, String run) {
        List<EpochMetrics> epochs = api.list("/api/v1/trials/" + trial.id() + "/epochs", EpochMetrics.class);
        assertThat(epochs).hasSize(trial.spec().training().epochs());
        epochs.get(0)
                .values()
                .keySet()
                .forEach(name -> assertThat(mlflow.history(run, name))
                        .as("%s of %s", name, trial.name())
                        .containsExactlyElementsOf(epochs.stream()
                                .map(epoch ->
                                        new Point(epoch.epoch(), epoch.values().getOrDefault(name, Double.NaN)))
                                .toList()));
        assertThat(mlflow.history(run, "time/epoch_seconds")).hasSameSizeAs(epochs);
    }

    private static String path(SweepRecord sweep) {
        return "/api/v1/sweeps/" + sweep.id();
    }
}
