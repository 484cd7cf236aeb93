package io.protolab.platform.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;

/** The JSON Schema of a sweep file, for editors and for people; generated from the same records that read it. */
public final class SpecSchema {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SpecSchema() {}

    /** Draft 2020-12. */
    public static ObjectNode generate() {
        ObjectNode schema = JSON.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "protolab sweep");
        schema.setAll(object(SweepSpec.class));
        return schema;
    }

    private static ObjectNode object(Class<?> type) {
        ObjectNode schema = JSON.objectNode().put("type", "object").put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JSON.arrayNode();
        if (type == ReferenceSwitches.class) {
            properties
                    .putObject("preset")
                    .put("description", "all switches at once; single ones override it")
                    .putArray("enum")
                    .add("strict")
                    .add("compat");
        }
        Field.of(type).values().forEach(field -> {
            ObjectNode property = value(field.type(), field.setting());
            property.put("description", field.setting().doc());
            if (field.required()) {
                required.add(field.name());
            } else {
                property.set("default", SpecBinder.defaultOf(field));
            }
            properties.set(field.name(), field.setting().optional() ? nullable(property) : property);
        });
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema;
    }

    private static ObjectNode value(Type type, Setting setting) {
        Class<?> raw = Field.raw(type);
        if (raw.isRecord()) {
            return object(raw);
        }
        ObjectNode schema = JSON.objectNode();
        if (raw.isEnum()) {
            ArrayNode names = schema.putArray("enum");
            Field.names(raw).forEach(names::add);
        } else if (raw == List.class) {
            schema.put("type", "array").set("items", value(Field.element(type), setting));
        } else if (raw == Map.class) {
            schema.put("type", "object")
                    .putObject("additionalProperties")
                    .put("type", "array")
                    .put("minItems", 1);
        } else if (raw == String.class) {
            schema.put("type", "string");
            if (!setting.pattern().isEmpty()) {
                schema.put("pattern", "^" + setting.pattern() + "$");
            }
        } else if (raw == boolean.class) {
            schema.put("type", "boolean");
        } else {
            schema.put("type", raw == double.class || raw == Double.class ? "number" : "integer");
            range(schema, setting);
        }
        return schema;
    }

    private static void range(ObjectNode schema, Setting setting) {
        if (Double.isFinite(setting.min())) {
            schema.put(setting.above() ? "exclusiveMinimum" : "minimum", setting.min());
        }
        if (Double.isFinite(setting.max())) {
            schema.put("maximum", setting.max());
        }
    }

    private static ObjectNode nullable(ObjectNode property) {
        ObjectNode either = JSON.objectNode();
        either.set("description", property.remove("description"));
        either.set("default", property.remove("default"));
        either.putArray("anyOf").add(property).add(JSON.objectNode().put("type", "null"));
        return either;
    }
}
