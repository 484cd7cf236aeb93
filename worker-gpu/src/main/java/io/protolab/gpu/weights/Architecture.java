package io.protolab.gpu.weights;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.gpu.model.Activation;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.model.Resampling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of an architecture besides its weights; anything may be unknown. */
public record Architecture(Map<Trait, Object> known) {
    private static final Map<String, Activation> ACTIVATIONS = Map.of(
            "gelu-erf", Activation.GELU,
            "gelu-tanh", Activation.GELU_TANH,
            "quick-gelu", Activation.QUICK_GELU,
            "silu-gated", Activation.SILU,
            "silu", Activation.SILU);

    public Architecture {
        Map<Trait, Object> copy = new EnumMap<>(Trait.class);
        copy.putAll(known);
        known = Collections.unmodifiableMap(copy);
    }

    /** Nothing is known. */
    public static Architecture unknown() {
        return new Architecture(Map.of());
    }

    /**
     * From a description such as {@code {"width": 384, "heads": 6, "patch": 14}}. Keys are the names of the traits in lower
     * case; {@code position_grid} is [rows, columns], {@code position_resampling} an object with {@code antialias} and
     * {@code offset}, {@code activation} one of gelu-erf, gelu-tanh, quick-gelu, silu-gated, {@code ffn} one of mlp, swiglu,
     * gated, {@code qkv_bias} all three biases. Other keys are ignored.
     *
     * @throws IllegalArgumentException if a value is of the wrong kind; the message names its key
     */
    public static Architecture fromJson(JsonNode description) {
        Architecture result = unknown();
        for (Trait trait : Trait.values()) {
            JsonNode value = description.path(trait.key());
            if (!value.isMissingNode() && !value.isNull() && trait.type() != Resampling.class) {
                result = result.with(trait, value(trait, value));
            }
        }
        JsonNode resampling = description.path("position_resampling");
        if (resampling.isObject()) {
            result = result.with(
                    Trait.POSITION_RESAMPLING,
                    new Resampling(
                            resampling.path("antialias").asBoolean(),
                            resampling.path("offset").asDouble()));
        }
        JsonNode layers = description.path("ffn");
        if (!layers.isMissingNode()) {
            result = result.with(Trait.GATED, !layers.asText().equals("mlp"));
        }
        JsonNode bias = description.path("qkv_bias");
        if (bias.isBoolean()) {
            result = result.with(Trait.QUERY_BIAS, bias.asBoolean())
                    .with(Trait.VALUE_BIAS, bias.asBoolean())
                    .with(Trait.KEY_BIAS, description.path(Trait.KEY_BIAS.key()).asBoolean(bias.asBoolean()));
        }
        return result;
    }

    private static Object value(Trait trait, JsonNode value) {
        if (trait.type() == Integer.class && value.isIntegralNumber() && value.canConvertToInt()) {
            return value.asInt();
        }
        if (trait.type() == Double.class && value.isNumber()) {
            return value.asDouble();
        }
        if (trait.type() == Boolean.class && value.isBoolean()) {
            return value.asBoolean();
        }
        if (trait.type() == PatchGrid.class && value.isArray() && value.size() == 2) {
            return new PatchGrid(value.get(0).asInt(), value.get(1).asInt());
        }
        if (trait.type() == Activation.class && ACTIVATIONS.containsKey(value.asText())) {
            return ACTIVATIONS.get(value.asText());
        }
        throw new IllegalArgumentException("An architecture's " + trait.key() + " cannot be " + value);
    }

    /** The same with one thing more. */
    public Architecture with(Trait trait, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        Map<Trait, Object> more = new EnumMap<>(Trait.class);
        more.putAll(known);
        more.put(trait, trait.type().cast(value));
        return new Architecture(more);
    }

    /** The same with what another one knows besides. */
    Architecture or(Architecture other) {
        Map<Trait, Object> more = new EnumMap<>(Trait.class);
        more.putAll(other.known);
        more.putAll(known);
        return new Architecture(more);
    }

    /** A sentence for each thing about which two descriptions differ. */
    List<String> contradictions(Architecture other, String ours, String theirs) {
        List<String> problems = new ArrayList<>();
        known.forEach((trait, value) -> {
            Object another = other.known.get(trait);
            if (another != null && !another.equals(value)) {
                problems.add(trait.key() + " is " + value + " in " + ours + " and " + another + " in " + theirs);
            }
        });
        return problems;
    }

    Optional<Integer> integer(Trait trait) {
        return get(trait, Integer.class);
    }

    Optional<Boolean> flag(Trait trait) {
        return get(trait, Boolean.class);
    }

    <T> Optional<T> get(Trait trait, Class<T> type) {
        return Optional.ofNullable(known.get(trait)).map(type::cast);
    }
}
