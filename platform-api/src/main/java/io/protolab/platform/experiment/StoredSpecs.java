package io.protolab.platform.experiment;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads specs that an earlier version wrote, into the registry or into a workflow's history. A field that did not exist then gets its
 * default, which is what the earlier version did: the default of a new field changes nothing.
 */
public final class StoredSpecs {
    private static final ObjectMapper MAPPER = Json.mapper()
            .copy()
            .registerModule(new SimpleModule("stored-specs").setDeserializerModifier(new WithDefaults()));

    private StoredSpecs() {}

    /** Shared and thread-safe; writes as {@link Json} does. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    private static final class WithDefaults extends BeanDeserializerModifier {
        private static final long serialVersionUID = 1;

        @Override
        public JsonDeserializer<?> modifyDeserializer(
                DeserializationConfig config, BeanDescription bean, JsonDeserializer<?> deserializer) {
            return isSpec(bean.getBeanClass()) ? new Completing(deserializer, bean.getBeanClass()) : deserializer;
        }

        private static boolean isSpec(Class<?> type) {
            return type.isRecord()
                    && Arrays.stream(type.getRecordComponents())
                            .anyMatch(component -> component.isAnnotationPresent(Setting.class));
        }
    }

    private static final class Completing extends DelegatingDeserializer {
        private static final long serialVersionUID = 1;

        private final Class<?> type;

        Completing(JsonDeserializer<?> deserializer, Class<?> type) {
            super(deserializer);
            this.type = type;
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> deserializer) {
            return new Completing(deserializer, type);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonNode tree = context.readTree(parser);
            if (tree instanceof ObjectNode given) {
                for (Field field : Field.of(type).values()) {
                    if (!field.required() && !given.has(field.name())) {
                        given.set(field.name(), SpecBinder.defaultOf(field));
                    }
                }
            }
            try (JsonParser complete = tree.traverse(parser.getCodec())) {
                complete.nextToken();
                return super.deserialize(complete, context);
            }
        }
    }
}
