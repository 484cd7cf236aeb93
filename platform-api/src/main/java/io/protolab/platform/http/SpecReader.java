package io.protolab.platform.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.platform.experiment.InvalidSpecException;
import io.protolab.platform.experiment.SpecParser;
import io.protolab.platform.experiment.SpecProblem;
import io.protolab.platform.experiment.SweepSpec;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** YAML or JSON text to a spec; JSON is YAML. */
public final class SpecReader {
    /** A spec is text that a person wrote; more than this is not one. */
    public static final int MOST_CHARACTERS = 4 << 20;

    private SpecReader() {}

    /** @throws InvalidSpecException with every problem found, or with line and column where the text is not YAML */
    public static SweepSpec read(String text) {
        return SpecParser.parse(tree(text));
    }

    private static JsonNode tree(String text) {
        JsonNode tree;
        try {
            tree = YamlTree.of(text, MOST_CHARACTERS);
        } catch (MarkedYAMLException e) {
            throw problem("not YAML: " + where(e) + what(e));
        } catch (YAMLException e) {
            throw problem("not YAML: " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
        }
        if (!tree.isObject()) {
            throw problem("the file is empty or not a mapping; start with 'apiVersion: protolab/v1' and 'kind: Sweep'");
        }
        return tree;
    }

    private static String where(MarkedYAMLException e) {
        return e.getProblemMark() == null
                ? ""
                : "line " + (e.getProblemMark().getLine() + 1) + ", column "
                        + (e.getProblemMark().getColumn() + 1) + ": ";
    }

    private static String what(MarkedYAMLException e) {
        return Stream.of(e.getContext(), e.getProblem())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
    }

    private static InvalidSpecException problem(String message) {
        return new InvalidSpecException(List.of(new SpecProblem("", message)));
    }
}
