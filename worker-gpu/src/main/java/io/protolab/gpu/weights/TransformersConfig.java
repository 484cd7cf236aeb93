package io.protolab.gpu.weights;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.gpu.model.Activation;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.tensor.TensorFileException;
import io.protolab.platform.dataset.InputRegion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What transformers writes beside its weights: {@code config.json} and {@code preprocessor_config.json}. */
final class TransformersConfig {
    private static final Set<String> KNOWN_TYPES = Set.of(
            "vit",
            "deit",
            "vit_mae",
            "beit",
            "dinov2",
            "dinov2_with_registers",
            "dinov3_vit",
            "clip",
            "clip_vision_model",
            "siglip",
            "siglip_vision_model");

    private static final Map<String, Activation> ACTIVATIONS = Map.of(
            "gelu", Activation.GELU,
            "gelu_pytorch_tanh", Activation.GELU_TANH,
            "gelu_new", Activation.GELU_TANH,
            "quick_gelu", Activation.QUICK_GELU,
            "silu", Activation.SILU,
            "swish", Activation.SILU);

    /** Pillow's numbers of its resize filters. */
    private static final Map<Integer, String> FILTERS = Map.of(0, "nearest", 1, "lanczos", 2, "bilinear", 3, "bicubic");

    private TransformersConfig() {}

    /**
     * Reads a config; of models with two towers, the vision part.
     *
     * @throws TensorFileException if it describes a model that is not known
     */
    static Architecture architecture(JsonNode config, String source) throws TensorFileException {
        String type = config.path("model_type").asText();
        if (!type.isEmpty() && !KNOWN_TYPES.contains(type)) {
            throw new TensorFileException("The config.json of " + source + " describes a model of type '" + type
                    + "', which is not supported; known are "
                    + KNOWN_TYPES.stream().sorted().toList());
        }
        JsonNode vision = config.has("vision_config") ? config.path("vision_config") : config;
        return Architecture.unknown()
                .with(Trait.WIDTH, Fields.integer(vision, "hidden_size"))
                .with(Trait.DEPTH, Fields.integer(vision, "num_hidden_layers"))
                .with(Trait.HEADS, Fields.integer(vision, "num_attention_heads"))
                .with(Trait.PATCH, Fields.integer(vision, "patch_size"))
                .with(Trait.MLP_HIDDEN, Fields.integer(vision, "intermediate_size"))
                .with(Trait.REGISTERS, Fields.integer(vision, "num_register_tokens"))
                .with(Trait.DISTILLATION_TOKEN, type.equals("deit") ? Boolean.TRUE : null)
                .with(Trait.LAYER_NORM_EPS, Fields.number(vision, "layer_norm_eps"))
                .with(Trait.ROPE_THETA, Fields.number(vision, "rope_theta"))
                .with(Trait.GATED, gated(vision))
                .with(Trait.POSITION_GRID, type.equals("dinov3_vit") ? null : grid(vision))
                .with(Trait.QUERY_BIAS, bias(vision, "query_bias", true))
                .with(Trait.KEY_BIAS, !type.equals("beit") && bias(vision, "key_bias", !type.equals("dinov3_vit")))
                .with(Trait.VALUE_BIAS, bias(vision, "value_bias", true))
                .with(Trait.ACTIVATION, activation(vision, source));
    }

    private static @Nullable Boolean gated(JsonNode vision) {
        for (String name : List.of("use_swiglu_ffn", "use_gated_mlp")) {
            if (vision.has(name)) {
                return vision.path(name).asBoolean();
            }
        }
        return null;
    }

    private static boolean bias(JsonNode config, String own, boolean otherwise) {
        return config.path(own).asBoolean(config.path("qkv_bias").asBoolean(otherwise));
    }

    private static @Nullable PatchGrid grid(JsonNode vision) {
        return Fields.grid(vision.path("image_size"), vision.path("patch_size"));
    }

    /** CLIP's config leaves out what is its default. */
    private static @Nullable Activation activation(JsonNode vision, String source) throws TensorFileException {
        if (vision.path("use_swiglu_ffn").asBoolean()) {
            return Activation.SILU;
        }
        boolean clip = vision.path("model_type").asText().startsWith("clip");
        String name = vision.path("hidden_act").asText(clip ? "quick_gelu" : null);
        if (name == null) {
            return null;
        }
        Activation activation = ACTIVATIONS.get(name);
        if (activation == null) {
            throw new TensorFileException("The config.json of " + source + " asks for the activation '" + name
                    + "'; known are " + ACTIVATIONS.keySet().stream().sorted().toList());
        }
        return activation;
    }

    static Optional<ExpectedInput> input(JsonNode preprocessor) {
        if (!preprocessor.path("do_normalize").asBoolean(true)) {
            return Optional.empty();
        }
        JsonNode filter = preprocessor.path("resample");
        return Fields.input(
                preprocessor.path("image_mean"),
                preprocessor.path("image_std"),
                FILTERS.get(filter.asInt(-1)),
                side(preprocessor),
                region(preprocessor));
    }

    private static @Nullable Integer side(JsonNode preprocessor) {
        JsonNode size = preprocessor.has("crop_size") ? preprocessor.path("crop_size") : preprocessor.path("size");
        return size.isNumber() ? Integer.valueOf(size.asInt()) : Fields.integer(size, "height");
    }

    /** A number alone is the shorter side for the processors of CLIP, and both sides for those of ViT. */
    private static @Nullable InputRegion region(JsonNode preprocessor) {
        if (!preprocessor.path("do_resize").asBoolean(true)) {
            return null;
        }
        JsonNode size = preprocessor.path("size");
        boolean clip = (preprocessor.path("image_processor_type").asText()
                        + preprocessor.path("feature_extractor_type").asText())
                .startsWith("CLIP");
        JsonNode shortSide = size.isNumber() && clip ? size : size.path("shortest_edge");
        boolean cuts = preprocessor.path("do_center_crop").asBoolean(clip || preprocessor.has("crop_size"));
        if (shortSide.isNumber()) {
            return cuts ? InputRegion.centreOf(shortSide.asInt()) : null;
        }
        JsonNode height = size.path("height");
        boolean square = size.isNumber() || (height.isNumber() && height.equals(size.path("width")));
        return square && !cuts ? InputRegion.WHOLE : null;
    }
}
