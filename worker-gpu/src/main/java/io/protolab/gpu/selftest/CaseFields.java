package io.protolab.gpu.selftest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/** A mapping in {@code case.json}, read by name and type. What is missing or of another type is named. */
final class CaseFields {
    private final String path;
    private final JsonNode node;

    private CaseFields(String path, JsonNode node) {
        this.path = path;
        this.node = node;
    }

    /** The whole of a {@code case.json}. */
    static CaseFields read(Path file) throws IOException {
        JsonNode node;
        try {
            node = Json.mapper().readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new UnclearCaseException(file + " is not JSON: " + e.getOriginalMessage());
        }
        return new CaseFields(file.toString(), requireObject(file.toString(), node));
    }

    private static JsonNode requireObject(String path, JsonNode node) {
        if (node == null || !node.isObject()) {
            throw new UnclearCaseException(path + " is " + node + ", it must be a mapping");
        }
        return node;
    }

    /** Whether there is a value, and it is not null. */
    boolean has(String name) {
        return node.hasNonNull(name);
    }

    Set<String> names() {
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Refuses what would otherwise be passed over, and with it the meaning of the case. */
    CaseFields allowOnly(Set<String> known) {
        for (String name : names()) {
            if (!known.contains(name) && has(name)) {
                throw new UnclearCaseException(path + " has the key '" + name + "', which is not known here; known are "
                        + new TreeSet<>(known));
            }
        }
        return this;
    }

    CaseFields object(String name) {
        return new CaseFields(path + "." + name, requireObject(path + "." + name, node.get(name)));
    }

    JsonNode json(String name) {
        return node.path(name);
    }

    String text(String name) {
        return value(name, JsonNode::isTextual, "a text").asText();
    }

    double number(String name) {
        return value(name, JsonNode::isNumber, "a number").asDouble();
    }

    double number(String name, double otherwise) {
        return has(name) ? number(name) : otherwise;
    }

    int whole(String name) {
        return value(name, JsonNode::canConvertToInt, "a whole number").asInt();
    }

    int whole(String name, int otherwise) {
        return has(name) ? whole(name) : otherwise;
    }

    /** False where there is none. */
    boolean flag(String name) {
        return has(name) && value(name, JsonNode::isBoolean, "true or false").asBoolean();
    }

    /** One of several words. */
    <T> T choice(String name, Map<String, T> meanings) {
        String word = text(name);
        T meaning = meanings.get(word);
        if (meaning == null) {
            throw new UnclearCaseException(
                    path + "." + name + " is '" + word + "', it must be one of " + new TreeSet<>(meanings.keySet()));
        }
        return meaning;
    }

    /** Empty where there is none. */
    List<String> texts(String name) {
        return list(name, JsonNode::isTextual, "a list of texts", JsonNode::asText);
    }

    /** Empty where there is none. */
    List<Double> numbers(String name) {
        return list(name, JsonNode::isNumber, "a list of numbers", JsonNode::asDouble);
    }

    /** Empty where there is none. */
    List<Integer> wholes(String name) {
        return list(name, JsonNode::canConvertToInt, "a list of whole numbers", JsonNode::asInt);
    }

    private JsonNode value(String name, Predicate<JsonNode> fits, String type) {
        JsonNode value = node.get(name);
        if (value == null || !fits.test(value)) {
            throw new UnclearCaseException(path
                    + (value == null ? " lacks '" + name + "'" : "." + name + " is " + value) + ", it must be " + type);
        }
        return value;
    }

    private <T> List<T> list(String name, Predicate<JsonNode> fits, String type, Function<JsonNode, T> read) {
        List<T> values = new ArrayList<>();
        if (has(name)) {
            for (JsonNode element : value(name, JsonNode::isArray, type)) {
                if (!fits.test(element)) {
                    throw new UnclearCaseException(path + "." + name + " holds " + element + ", it must be " + type);
                }
                values.add(read.apply(element));
            }
        }
        return List.copyOf(values);
    }
}
