package io.protolab.platform.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.protolab.platform.json.Json;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a tree as a user wrote it into a tree that is complete: defaults filled in, every value of its field's type and range.
 * Collects every problem instead of stopping at the first.
 */
final class SpecBinder {
    private static final BigDecimal LARGEST_WHOLE = BigDecimal.valueOf(Long.MAX_VALUE);

    /** No number that a double can hold needs more. */
    private static final int LONGEST_NUMBER = 400;

    private final List<SpecProblem> problems = new ArrayList<>();

    List<SpecProblem> problems() {
        return problems;
    }

    /** The complete object of a spec record. */
    ObjectNode object(Class<?> type, JsonNode node, String path) {
        if (!node.isObject()) {
            report(
                    path,
                    show(node) + " is not a mapping of "
                            + String.join(", ", Field.of(type).keySet()));
            return standIn(type);
        }
        ObjectNode complete = JsonNodeFactory.instance.objectNode();
        JsonNode given = type == ReferenceSwitches.class ? withPreset((ObjectNode) node, path) : node;
        Map<String, Field> fields = Field.of(type);
        given.fieldNames().forEachRemaining(name -> {
            if (!fields.containsKey(name)) {
                report(join(path, name), "unknown field" + hint(name, fields.keySet()));
            }
        });
        for (Field field : fields.values()) {
            String at = join(path, field.name());
            JsonNode value = given.get(field.name());
            int before = problems.size();
            if (value == null && field.required()) {
                report(at, "is missing; give " + field.setting().doc());
            }
            JsonNode found = value(field, value == null ? standIn(field) : value, at);
            boolean broken = problems.size() > before && !field.nested();
            complete.set(field.name(), broken ? standIn(field) : found);
        }
        return complete;
    }

    /** The complete value of a field. */
    JsonNode value(Field field, JsonNode node, String path) {
        if (node.isNull()) {
            if (field.setting().optional()) {
                return NullNode.getInstance();
            }
            report(path, "is empty; give " + field.setting().doc());
            return value(field.type(), field.setting(), standIn(field), path);
        }
        return value(field.type(), field.setting(), node, path);
    }

    private JsonNode value(Type type, Setting setting, JsonNode node, String path) {
        Class<?> raw = Field.raw(type);
        if (raw.isRecord()) {
            return object(raw, node, path);
        }
        if (raw == List.class) {
            return list(Field.element(type), setting, node, path);
        }
        if (raw == Map.class) {
            return mapping(setting, node, path);
        }
        if (raw.isEnum()) {
            return oneOf(Field.names(raw), setting, node, path);
        }
        if (raw == boolean.class) {
            if (!node.isBoolean()) {
                report(path, show(node) + " is not true or false: " + setting.doc());
            }
            return BooleanNode.valueOf(node.asBoolean());
        }
        if (raw == String.class) {
            return text(setting, node, path);
        }
        return number(raw, setting, node, path);
    }

    private JsonNode list(Type element, Setting setting, JsonNode node, String path) {
        ArrayNode complete = JsonNodeFactory.instance.arrayNode();
        if (!node.isArray()) {
            report(path, show(node) + " is not a list: " + setting.doc());
            return complete;
        }
        for (int i = 0; i < node.size(); i++) {
            complete.add(value(element, setting, node.get(i), path + "[" + i + "]"));
        }
        return complete;
    }

    private JsonNode mapping(Setting setting, JsonNode node, String path) {
        if (!node.isObject()) {
            report(path, show(node) + " is not a mapping: " + setting.doc());
            return JsonNodeFactory.instance.objectNode();
        }
        return node;
    }

    private JsonNode oneOf(Collection<String> names, Setting setting, JsonNode node, String path) {
        if (!node.isValueNode() || !names.contains(node.asText())) {
            report(
                    path,
                    show(node) + " is not one of " + String.join(", ", names)
                            + (node.isTextual() ? hint(node.asText(), names) : "") + ": " + setting.doc());
        }
        return TextNode.valueOf(node.asText());
    }

    private JsonNode text(Setting setting, JsonNode node, String path) {
        if (!node.isValueNode()) {
            report(path, show(node) + " is not a text: " + setting.doc());
            return TextNode.valueOf("");
        }
        Settings.problem(setting, node.asText()).ifPresent(message -> report(path, message));
        return TextNode.valueOf(node.asText());
    }

    /** A quoted number is a number all the same. */
    private JsonNode number(Class<?> raw, Setting setting, JsonNode node, String path) {
        Optional<BigDecimal> number = decimal(node);
        if (number.isEmpty()) {
            report(path, show(node) + " is not a number: " + setting.doc());
            return LongNode.valueOf(0);
        }
        Optional<String> outside = Settings.problem(setting, number.get());
        outside.ifPresent(message -> report(path, message));
        if (raw == double.class || raw == Double.class) {
            return DoubleNode.valueOf(number.get().doubleValue());
        }
        if (number.get().stripTrailingZeros().scale() > 0) {
            report(path, show(node) + " is not a whole number: " + setting.doc());
        } else if (outside.isEmpty() && number.get().abs().compareTo(LARGEST_WHOLE) > 0) {
            report(path, show(node) + " is beyond " + LARGEST_WHOLE + ", the largest whole number: " + setting.doc());
        }
        return LongNode.valueOf(number.get().longValue());
    }

    /** Empty for what no double can hold, too. */
    private static Optional<BigDecimal> decimal(JsonNode node) {
        String text = node.asText();
        if ((!node.isNumber() && !node.isTextual()) || text.length() > LONGEST_NUMBER) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(text)).filter(number -> Double.isFinite(number.doubleValue()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** {@code switches: {preset: compat, checkpoint: last}}: the preset first, then single switches. */
    private ObjectNode withPreset(ObjectNode given, String path) {
        JsonNode preset = given.get("preset");
        if (preset == null) {
            return given;
        }
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        if (preset.asText().equals("compat")) {
            merged.setAll((ObjectNode) Json.mapper().valueToTree(ReferenceSwitches.COMPAT));
        } else if (!preset.asText().equals("strict")) {
            report(join(path, "preset"), show(preset) + " is not one of strict, compat");
        }
        merged.setAll(given);
        merged.remove("preset");
        return merged;
    }

    /** Something valid in the place of a missing or broken value, so that the rest can be checked all the same. */
    private static JsonNode standIn(Field field) {
        if (!field.required()) {
            return defaultOf(field);
        }
        if (field.raw() == List.class) {
            return JsonNodeFactory.instance.arrayNode();
        }
        String pattern = field.setting().pattern();
        String text = field.raw().isEnum()
                ? Field.names(field.raw()).get(0)
                : "stand-in".matches(pattern) || pattern.isEmpty() ? "stand-in" : pattern;
        return TextNode.valueOf(text);
    }

    private static ObjectNode standIn(Class<?> type) {
        return new SpecBinder().object(type, JsonNodeFactory.instance.objectNode(), "");
    }

    static JsonNode defaultOf(Field field) {
        try {
            return Json.mapper().readTree(field.setting().value());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "default of " + field.name() + " is not JSON: "
                            + field.setting().value(),
                    e);
        }
    }

    void report(String path, String message) {
        problems.add(new SpecProblem(path, message));
    }

    static String hint(String name, Collection<String> known) {
        return NearestName.of(name, known)
                .map(nearest -> "; did you mean '" + nearest + "'?")
                .orElse("; known are " + String.join(", ", known));
    }

    static String show(JsonNode node) {
        String start = Settings.start(node.isContainerNode() ? node.toString() : node.asText());
        return node.isTextual() ? "'" + start + "'" : start;
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
