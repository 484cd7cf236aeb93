package io.protolab.cpu.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.protolab.platform.experiment.SearchSpace;
import io.protolab.platform.experiment.SpecParser;
import io.protolab.platform.experiment.SweepSpec;
import io.protolab.platform.experiment.TrainingSpec;
import io.protolab.platform.experiment.TrialSpec;
import io.protolab.platform.json.Json;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Small sweeps, named for what makes them interesting. */
final class SweepSamples {
    static final String SWEEP = "birds-1";

    private SweepSamples() {}

    /** Two datasets, two backbones, two seeds: eight trials, two at a time, no failure tolerated. */
    static SweepSpec eightTrials() {
        return spec("[\"small\", \"large\"]", "[\"tiny\", \"noise\"]", 2, 2, 0);
    }

    /** One dataset, one backbone, one trial per seed. */
    static SweepSpec seeds(int seeds, int parallelism, int failureBudget) {
        return spec("[\"small\"]", "[\"tiny\"]", seeds, parallelism, failureBudget);
    }

    /** One dataset, two backbones; without views, and with two and twenty-three of the same ones. */
    static SweepSpec views() {
        ObjectNode tree = Json.mapper().valueToTree(spec("[\"small\"]", "[\"tiny\", \"noise\"]", 1, 2, 0));
        tree.withObject("/training/augmentation").put("kind", "paper");
        tree.withObject("/search")
                .putObject("axes")
                .putPOJO("training.augmentation.kind", List.of("none", "paper"))
                .putPOJO("training.augmentation.views", List.of(2, 23));
        return SpecParser.parse(Json.mapper().valueToTree(tree));
    }

    /** Batches of 256 images that are computed at once. */
    static TrainingSpec training() {
        return trials(seeds(1, 1, 0)).get(0).training();
    }

    static String trialId(int index) {
        return SWEEP + "/" + index;
    }

    static List<TrialSpec> trials(SweepSpec spec) {
        return SearchSpace.of(spec).trials();
    }

    private static SweepSpec spec(String datasets, String backbones, int seeds, int parallelism, int failureBudget) {
        String seedList =
                LongStream.range(0, seeds).mapToObj(Long::toString).collect(Collectors.joining(",", "[", "]"));
        String text = """
                {"apiVersion": "protolab/v1", "kind": "Sweep", "name": "birds", "experiment": "birds",
                 "datasets": %s, "backbones": %s, "seeds": %s, "parallelism": %d, "failureBudget": %d}
                """.formatted(
                        named(datasets, "\"kind\": \"flatbirds\", \"flatbirds\": {\"classes\": 10}"),
                        named(backbones, "\"weights\": \"random\""),
                        seedList,
                        parallelism,
                        failureBudget);
        try {
            return SpecParser.parse(Json.mapper().readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(text, e);
        }
    }

    private static String named(String names, String rest) {
        return names.replaceAll("(\"[a-z]+\")", "{\"name\": $1, " + rest + "}");
    }
}
