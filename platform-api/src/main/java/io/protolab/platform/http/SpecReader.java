package io.protolab.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.protolab.platform.experiment.InvalidSpecException;
import io.protolab.platform.experiment.SpecParser;
import io.protolab.platform.experiment.SpecProblem;
import io.protolab.platform.experiment.SweepSpec;
import java.util.List;

/** YAML or JSON text to a spec; JSON is YAML. */
public final class SpecReader {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private SpecReader() {}

    /** @throws InvalidSpecException with every problem found, or with line and column where the text is not YAML */
    public static SweepSpec read(String text) {
        return SpecParser.parse(tree(text));
    }

    private static JsonNode tree(String text) {
        try {
            JsonNode tree = YAML.readTree(text);
            if (tree == null || !tree.isObject()) {
                throw problem(
                        "the file is empty or not a mapping; start with 'apiVersion: protolab/v1' and 'kind: Sweep'");
            }
            return tree;
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : "line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ": ";
            throw problem("not YAML: " + where + e.getOriginalMessage());
        }
    }

    private static InvalidSpecException problem(String message) {
        return new InvalidSpecException(List.of(new SpecProblem("", message)));
    }
}
