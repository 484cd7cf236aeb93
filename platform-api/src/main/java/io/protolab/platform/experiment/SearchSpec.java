package io.protolab.platform.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The search space besides datasets, backbones and seeds: axes in the order of the file, the last one varies fastest. */
public record SearchSpec(
        @Setting(doc = "how assignments are chosen", value = "\"grid\"")
        Method method,

        @Setting(
                doc = "dotted path of a field of head, loss, training, evaluation or switches, and its values",
                value = "{}")
        @JsonSerialize(using = InGivenOrder.class) // it numbers the trials
        Map<String, List<Object>> axes) {
    /** Ways to choose assignments. */
    public enum Method {
        @JsonProperty("grid")
        GRID
    }

    public SearchSpec {
        Settings.verify(SearchSpec.class, method, axes);
        Map<String, List<Object>> copy = new LinkedHashMap<>();
        axes.forEach((path, values) -> copy.put(path, Collections.unmodifiableList(new ArrayList<>(values))));
        axes = Collections.unmodifiableMap(copy);
    }
}
