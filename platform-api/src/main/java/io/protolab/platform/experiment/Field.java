package io.protolab.platform.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One field of a spec record: its JSON name, its Java type and what is known about it. */
record Field(String name, Type type, Setting setting) {
    /** Reflection is slow, and every spec that is read asks for it. */
    private static final ClassValue<Map<String, Field>> KNOWN = new ClassValue<>() {
        @Override
        protected Map<String, Field> computeValue(Class<?> recordType) {
            Map<String, Field> fields = new LinkedHashMap<>();
            for (RecordComponent component : recordType.getRecordComponents()) {
                Setting setting = component.getAnnotation(Setting.class);
                fields.put(component.getName(), new Field(component.getName(), component.getGenericType(), setting));
            }
            return Collections.unmodifiableMap(fields);
        }
    };

    /** Fields of a spec record by name, in the order of the file. */
    static Map<String, Field> of(Class<?> recordType) {
        return KNOWN.get(recordType);
    }

    boolean required() {
        return setting.value().isEmpty();
    }

    /** Whether it holds fields of its own, alone or in a list. */
    boolean nested() {
        return raw().isRecord() || (raw() == List.class && raw(element(type)).isRecord());
    }

    /** The raw class of the type. */
    Class<?> raw() {
        return raw(type);
    }

    static Class<?> raw(Type type) {
        return type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : (Class<?>) type;
    }

    /** Type of a list's elements. */
    static Type element(Type list) {
        return ((ParameterizedType) list).getActualTypeArguments()[0];
    }

    /** The values of an enum as they are written in JSON. */
    static List<String> names(Class<?> enumType) {
        return Arrays.stream(enumType.getEnumConstants())
                .map(constant -> jsonName(enumType, ((Enum<?>) constant).name()))
                .toList();
    }

    private static String jsonName(Class<?> enumType, String constant) {
        try {
            return enumType.getField(constant).getAnnotation(JsonProperty.class).value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(enumType + " has no constant " + constant, e);
        }
    }
}
