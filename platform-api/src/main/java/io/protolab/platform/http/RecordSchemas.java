package io.protolab.platform.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.protolab.platform.experiment.Metrics;
import io.protolab.platform.json.Json;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** JSON Schemas of the records that the API answers with. */
final class RecordSchemas {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ObjectNode components = JSON.objectNode();

    ObjectNode components() {
        return components;
    }

    ObjectNode of(Class<?> type, boolean list) {
        return list ? array(schema(type)) : schema(type);
    }

    private ObjectNode schema(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            return generic.getRawType() == Map.class ? map(schema(last)) : array(schema(last));
        }
        Class<?> raw = (Class<?>) type;
        if (raw == Metrics.class) {
            return map(JSON.objectNode().put("type", "number"));
        }
        if (raw.isRecord()) {
            return reference(raw);
        }
        if (raw.isEnum()) {
            return choice(raw);
        }
        if (raw == String.class || raw == Instant.class || raw == Duration.class) {
            return JSON.objectNode().put("type", "string");
        }
        if (raw == boolean.class) {
            return JSON.objectNode().put("type", "boolean");
        }
        if (raw == int.class || raw == long.class || raw == Long.class || raw == Integer.class) {
            return JSON.objectNode().put("type", "integer");
        }
        if (raw == double.class || raw == Double.class || raw == float.class || raw == Float.class) {
            return JSON.objectNode().put("type", "number");
        }
        return raw == List.class ? array(JSON.objectNode()) : JSON.objectNode();
    }

    private ObjectNode reference(Class<?> type) {
        String name = type.getSimpleName();
        if (!components.has(name)) {
            ObjectNode schema = components.putObject(name).put("type", "object");
            ObjectNode properties = schema.putObject("properties");
            for (RecordComponent component : type.getRecordComponents()) {
                ObjectNode property = schema(component.getGenericType());
                properties.set(
                        component.getName(),
                        component.getAnnotatedType().getAnnotations().length == 0 ? property : nullable(property));
            }
        }
        return JSON.objectNode().put("$ref", "#/components/schemas/" + name);
    }

    private static ObjectNode choice(Class<?> enumType) {
        ObjectNode schema = JSON.objectNode().put("type", "string");
        ArrayNode names = schema.putArray("enum");
        for (Object constant : enumType.getEnumConstants()) {
            names.add(Json.mapper().<JsonNode>valueToTree(constant));
        }
        return schema;
    }

    private static ObjectNode nullable(ObjectNode schema) {
        ObjectNode either = JSON.objectNode();
        ArrayNode any = either.putArray("anyOf");
        any.add(schema);
        any.addObject().put("type", "null");
        return either;
    }

    private static ObjectNode array(ObjectNode items) {
        ObjectNode schema = JSON.objectNode().put("type", "array");
        schema.set("items", items);
        return schema;
    }

    private static ObjectNode map(ObjectNode values) {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        schema.set("additionalProperties", values);
        return schema;
    }
}
