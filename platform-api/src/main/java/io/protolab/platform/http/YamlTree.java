package io.protolab.platform.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;

/** One YAML document as a JSON tree: anchors and merge keys resolved, every key once, dates left as text. */
final class YamlTree {
    /** Enough for any file that a person wrote; each alias multiplies what it stands for. */
    private static final int MOST_ALIASES = 20;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** The collections around the value at hand; one that contains itself has no end. */
    private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());

    private YamlTree() {}

    /**
     * Reads a text.
     *
     * @param mostCharacters length of the longest text that is read
     * @throws YAMLException with line and column where they are known
     */
    static JsonNode of(String text, int mostCharacters) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(mostCharacters);
        options.setMaxAliasesForCollections(MOST_ALIASES);
        options.setAllowDuplicateKeys(false);
        return new YamlTree().node(new Yaml(new PlainValues(options)).load(text));
    }

    private JsonNode node(@Nullable Object value) {
        if (value == null) {
            return JSON.nullNode();
        } else if (value instanceof Map<?, ?> map) {
            return object(map);
        } else if (value instanceof List<?> list) {
            return array(list);
        } else if (value instanceof String text) {
            return JSON.textNode(text);
        } else if (value instanceof Boolean truth) {
            return JSON.booleanNode(truth);
        } else if (value instanceof Double number) {
            return JSON.numberNode(number);
        } else if (value instanceof BigInteger number) {
            return JSON.numberNode(number);
        } else if (value instanceof Number number) {
            return JSON.numberNode(number.longValue());
        }
        throw new YAMLException("a value of type " + value.getClass().getSimpleName()
                + " has no place here; use mappings, lists, texts, numbers, true and false");
    }

    private ObjectNode object(Map<?, ?> map) {
        enter(map);
        ObjectNode object = JSON.objectNode();
        map.forEach((key, value) -> {
            if (object.replace(String.valueOf(key), node(value)) != null) {
                throw new YAMLException("found duplicate key " + key);
            }
        });
        open.remove(map);
        return object;
    }

    private ArrayNode array(List<?> list) {
        enter(list);
        ArrayNode array = JSON.arrayNode(list.size());
        list.forEach(element -> array.add(node(element)));
        open.remove(list);
        return array;
    }

    private void enter(Object collection) {
        if (!open.add(collection)) {
            throw new YAMLException("an alias stands inside of what it names; write the value out");
        }
    }

    /** A date in a question is a text like any other. */
    private static final class PlainValues extends SafeConstructor {
        PlainValues(LoaderOptions options) {
            super(options);
            yamlConstructors.put(Tag.TIMESTAMP, new ConstructYamlStr());
        }
    }
}
