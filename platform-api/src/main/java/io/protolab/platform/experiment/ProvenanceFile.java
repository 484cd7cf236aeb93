package io.protolab.platform.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.json.Json;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * Everything that is needed to compute a trial once more and to tell whether it came out the same. One such file is kept of each
 * complete trial; it carries its own sha256, so that an edited one is told from the one that was written.
 *
 * @param trial id of the trial that it describes
 * @param experiment that it belongs to
 * @param spec complete; says where the backbone's weights and the images come from
 * @param manifest of the dataset, in the artifact store of the platform that wrote this
 * @param metrics as they were recorded
 * @param artifacts every file that the trial left, by name
 */
public record ProvenanceFile(
        int format,
        String trial,
        String experiment,
        TrialSpec spec,
        Provenance provenance,
        Artifact manifest,
        Metrics metrics,
        List<Artifact> artifacts) {
    /** Under which it is an artifact of its trial, and a file of its MLflow run. */
    public static final String NAME = "config/provenance.json";

    private static final int FORMAT = 1;
    private static final String SHA256 = "sha256";

    /** A name given twice, or words behind the end, would go unseen by the checksum. */
    private static final ObjectReader STRICT = Json.mapper()
            .reader()
            .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY, DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    public ProvenanceFile {
        artifacts = List.copyOf(artifacts);
    }

    public static ProvenanceFile of(
            String trial, String experiment, TrialSpec spec, Artifact manifest, TrialResult result) {
        return new ProvenanceFile(
                FORMAT, trial, experiment, spec, result.provenance(), manifest, result.metrics(), result.artifacts());
    }

    /** The file, for people and programs; equal values give equal bytes. */
    public byte[] bytes() {
        try {
            ObjectNode tree = (ObjectNode) Json.mapper().readTree(Json.text(this));
            tree.put(SHA256, checksum(tree));
            return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was written as JSON is none", e);
        }
    }

    /**
     * Reads a file, whatever its white space.
     *
     * @throws IllegalArgumentException in words, with what to do, if it is none, was written by a later version, or is not as it was
     *     written
     */
    public static ProvenanceFile read(byte[] content) {
        try {
            JsonNode read = STRICT.readTree(new String(content, StandardCharsets.UTF_8));
            if (!(read instanceof ObjectNode tree)
                    || !tree.has("provenance")
                    || !tree.path("format").isInt()) {
                throw new IllegalArgumentException(
                        "it is no provenance file of protolab; that of a complete trial is its artifact " + NAME);
            }
            if (tree.path("format").intValue() != FORMAT) {
                throw new IllegalArgumentException("it has format " + tree.path("format") + ", and this protolab reads "
                        + FORMAT + "; use the protolab that wrote it");
            }
            verify(tree);
            return StoredSpecs.mapper().treeToValue(tree, ProvenanceFile.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "it cannot be read, it may be damaged: " + e.getOriginalMessage() + "; fetch it again", e);
        }
    }

    private static void verify(ObjectNode tree) throws JsonProcessingException {
        String stated = tree.path(SHA256).asText();
        tree.remove(SHA256);
        String found = checksum(tree);
        if (!found.equals(stated)) {
            throw new IllegalArgumentException("it was changed after it was written: it states the sha256 '" + stated
                    + "' and has " + found + "; fetch it again");
        }
        List<String> missing = Arrays.stream(ProvenanceFile.class.getRecordComponents())
                .map(RecordComponent::getName)
                .filter(field -> !tree.hasNonNull(field))
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("it lacks " + String.join(", ", missing) + "; fetch it again");
        }
    }

    private static String checksum(ObjectNode tree) throws JsonProcessingException {
        return Json.fingerprint(Json.mapper().treeToValue(tree, TreeMap.class));
    }

    /** A sweep of exactly this trial: the same spec, and marked with what it reproduces. */
    public SweepSpec sweep() {
        TreeMap<String, List<Object>> axes = new TreeMap<>();
        spec.assignment().forEach((path, value) -> axes.put(path, List.of(value)));
        axes.keySet().removeAll(List.of(SearchSpace.DATASET, SearchSpace.BACKBONE));
        return new SweepSpec(
                "protolab/v1",
                "Sweep",
                "reproduce",
                experiment,
                "Does " + trial + " come out the same, bit by bit?",
                List.of(spec.dataset()),
                List.of(spec.backbone()),
                spec.head(),
                spec.loss(),
                spec.training(),
                spec.evaluation(),
                spec.switches(),
                new SearchSpec(SearchSpec.Method.GRID, axes),
                List.of(spec.seed()),
                1,
                0,
                trial);
    }
}
