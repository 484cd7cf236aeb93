package io.protolab.platform.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.evaluation.PrototypeCatalogue;
import io.protolab.platform.evaluation.PrototypeCatalogue.Prototype;
import io.protolab.platform.evaluation.PrototypeCatalogue.TopPatch;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.Metrics;
import io.protolab.platform.experiment.Provenance;
import io.protolab.platform.experiment.SearchSpace;
import io.protolab.platform.experiment.SpecParser;
import io.protolab.platform.experiment.SweepSpec;
import io.protolab.platform.experiment.TrialResult;
import io.protolab.platform.experiment.TrialSpec;
import io.protolab.platform.json.Json;
import io.protolab.platform.registry.NewSweep.NewTrial;
import io.protolab.platform.workflow.AttemptStart;
import io.protolab.platform.workflow.FeatureSet;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sweeps and what becomes of them, for tests of the registry and of those who use it. */
public final class RegistrySamples {
    /** Finer than the registry keeps. */
    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456789Z");

    public static final Provenance PROVENANCE =
            new Provenance("spec", "manifest", "weights", "features", 7, "cpu", 2, Map.of("djl", "0.35.1"));

    /** One pruned prototype without patches, one with two. */
    public static final PrototypeCatalogue TWO_PROTOTYPES_ONE_PRUNED = new PrototypeCatalogue(List.of(
            new Prototype(0, false, List.of(0f, 0f, 0f), 0, List.of()),
            new Prototype(
                    1,
                    true,
                    List.of(0.1f, 2.5f, Float.MIN_VALUE),
                    1.0 / 3,
                    List.of(new TopPatch(41, 8, 16, 8, 8, 0.9f), new TopPatch(7, 0, 0, 8, 8, 0.1f)))));

    private RegistrySamples() {}

    /** Two temperatures and two seeds: four trials with the ids {@code <id>-0} to {@code <id>-3}. */
    public static NewSweep twoAssignmentsTwoSeeds(String id) {
        return sweep(id, """
                {"apiVersion": "protolab/v1", "kind": "Sweep", "name": "temperatures", "experiment": "heads",
                 "datasets": [{"name": "birds", "kind": "flatbirds", "flatbirds": {}}],
                 "backbones": [{"name": "tiny", "weights": "random"}],
                 "search": {"axes": {"head.temperature": [0.1, 1.0]}},
                 "seeds": [0, 1]}
                """);
    }

    /** A sweep of a spec in JSON, with trial ids {@code <id>-<index>}. */
    public static NewSweep sweep(String id, String json) {
        try {
            SweepSpec spec = SpecParser.parse(Json.mapper().readTree(json));
            SearchSpace space = SearchSpace.of(spec);
            List<NewTrial> trials = new ArrayList<>();
            for (TrialSpec trial : space.trials()) {
                int index = trials.size();
                trials.add(new NewTrial(id + '-' + index, index, space.name(trial), Json.fingerprint(trial), trial));
            }
            return new NewSweep(id, Json.fingerprint(spec), spec, trials);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + json, e);
        }
    }

    /** One that begins without a checkpoint. */
    public static AttemptStart attempt(int number, String worker) {
        return attempt(number, worker, 0, 0);
    }

    /** One that goes on from a step, and repeats some. */
    public static AttemptStart attempt(int number, String worker, long firstStep, long stepsRepeated) {
        return new AttemptStart(
                number,
                worker + "/17",
                worker,
                "cpu",
                2,
                (int) firstStep / 10,
                firstStep,
                stepsRepeated,
                List.of(),
                List.of(),
                NOON.plusSeconds(number));
    }

    /** An epoch with one curve. */
    public static EpochMetrics epoch(int epoch, double loss) {
        return new EpochMetrics(epoch, Map.of(EpochMetrics.LOSS, loss), 1.5, NOON.plusSeconds(epoch));
    }

    public static TrialResult result(Map<String, Double> metrics) {
        return new TrialResult(new Metrics(metrics), List.of(), PROVENANCE);
    }

    /** An artifact whose checksum follows from a word. */
    public static Artifact artifact(String name, String content) {
        return new Artifact(name, Json.fingerprint(content), content.length(), Artifact.JSON);
    }

    public static PreparedDataset dataset(String manifest) {
        return new PreparedDataset("birds", artifact("manifest.json", manifest), "/datasets/birds", 3, 60, 0, 30, 1);
    }

    public static FeatureSet features(String key) {
        return new FeatureSet(key, "birds", "tiny", 90, 64, 128, 1_474_560, "weights-sha256", null);
    }

    public static OutboxRow row(String subject, String key) {
        return new OutboxRow(subject, "metrics", key, (subject + key).getBytes(StandardCharsets.UTF_8));
    }
}
