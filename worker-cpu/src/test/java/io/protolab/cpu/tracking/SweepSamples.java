package io.protolab.cpu.tracking;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.Metrics;
import io.protolab.platform.experiment.Provenance;
import io.protolab.platform.experiment.SearchSpace;
import io.protolab.platform.experiment.SpecParser;
import io.protolab.platform.experiment.SweepSpec;
import io.protolab.platform.experiment.TrialSpec;
import io.protolab.platform.json.Json;
import io.protolab.platform.registry.NewSweep;
import io.protolab.platform.registry.NewSweep.NewTrial;
import io.protolab.platform.workflow.FeatureSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sweeps and what their trials would leave behind. */
final class SweepSamples {
    static final Instant START = Instant.parse("2026-01-05T09:00:00Z");

    static final String TWO_BACKBONES_TWO_SEEDS = """
            {"apiVersion": "protolab/v1", "kind": "Sweep", "name": "backbones", "experiment": "birds/first look",
             "question": "Does a pre-trained backbone matter when the head explains itself?",
             "datasets": [{"name": "birds-10", "kind": "imagefolder", "path": "/data/birds-10"}],
             "backbones": [{"name": "tiny-vit", "weights": "builtin:tiny-vit"}, {"name": "random-vit", "weights": "random"}],
             "training": {"epochs": 4, "warmupEpochs": 1},
             "search": {"axes": {"loss.sparsity.weight": [0.1]}},
             "seeds": [0, 1]}
            """;

    private SweepSamples() {}

    static NewSweep sweep(String json) {
        SweepSpec spec = spec(json);
        String id = spec.name() + "-" + Json.fingerprint(spec).substring(0, 8);
        SearchSpace space = SearchSpace.of(spec);
        List<NewTrial> trials = new ArrayList<>();
        for (TrialSpec trial : space.trials()) {
            int index = trials.size();
            trials.add(new NewTrial(id + "-" + index, index, space.name(trial), Json.fingerprint(trial), trial));
        }
        return new NewSweep(id, Json.fingerprint(spec), spec, trials);
    }

    static PreparedDataset dataset(String name) {
        return new PreparedDataset(
                name,
                new Artifact("datasets/" + name + ".json", sha('d'), 4096, Artifact.JSON),
                "/datasets/" + name,
                10,
                600,
                0,
                300,
                0);
    }

    static FeatureSet features(TrialSpec trial) {
        return new FeatureSet(
                sha('f'),
                trial.dataset().name(),
                trial.backbone().name(),
                900,
                64,
                128,
                900L * 64 * 128 * 2,
                sha('b'),
                null);
    }

    /** A falling loss, different for every trial. */
    static EpochMetrics epoch(int trial, int epoch) {
        return new EpochMetrics(
                epoch,
                Map.of(
                        EpochMetrics.LOSS,
                        2.0 / (1 + epoch) + trial / 3.0,
                        EpochMetrics.TRAIN_ACCURACY,
                        1 - 0.7 / (1 + epoch)),
                0.25,
                START.plusMillis(250L * (epoch + 1)));
    }

    /** Decimals that have no short spelling. */
    static Metrics metrics(int trial) {
        return new Metrics(Map.of(
                Metrics.ACCURACY, 0.9 - trial / 30.0, Metrics.GLOBAL_SIZE, 17.0 + trial, Metrics.LOCAL_SIZE, 10.0 / 3));
    }

    static Provenance provenance(TrialSpec trial) {
        return new Provenance(
                Json.fingerprint(trial),
                sha('d'),
                sha('b'),
                sha('f'),
                trial.seed(),
                "cpu",
                2,
                Map.of("djl", "0.35.1", "pytorch", "2.7.1"));
    }

    private static SweepSpec spec(String json) {
        try {
            return SpecParser.parse(Json.mapper().readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String sha(char digit) {
        return String.valueOf(digit).repeat(64);
    }
}
