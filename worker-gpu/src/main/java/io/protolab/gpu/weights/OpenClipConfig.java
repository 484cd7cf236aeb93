package io.protolab.gpu.weights;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.gpu.model.Activation;
import io.protolab.gpu.tensor.TensorFileException;
import io.protolab.platform.dataset.InputRegion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What open_clip writes beside its weights: {@code open_clip_config.json}. */
final class OpenClipConfig {
    private static final int HEAD_WIDTH = 64;
    private static final double MLP_RATIO = 4;
    private static final int IMAGE_SIZE = 224;

    private OpenClipConfig() {}

    /** A tower of open_clip's own, or the name of timm's. */
    static Architecture architecture(JsonNode config, String source) throws TensorFileException {
        JsonNode vision = config.path("model_cfg").path("vision_cfg");
        if (vision.has("timm_model_name")) {
            return TimmConfig.named(vision.path("timm_model_name").asText(), source);
        }
        if (!vision.isObject()) {
            return Architecture.unknown();
        }
        Integer width = Fields.integer(vision, "width");
        double ratio = vision.path("mlp_ratio").asDouble(MLP_RATIO);
        return Architecture.unknown()
                .with(Trait.WIDTH, width)
                .with(Trait.DEPTH, Fields.integer(vision, "layers"))
                .with(
                        Trait.HEADS,
                        width == null ? null : width / vision.path("head_width").asInt(HEAD_WIDTH))
                .with(Trait.PATCH, Fields.integer(vision, "patch_size"))
                .with(Trait.MLP_HIDDEN, width == null ? null : (int) (width * ratio))
                .with(Trait.POSITION_GRID, Fields.grid(vision.path("image_size"), vision.path("patch_size")))
                .with(Trait.LAYER_NORM_EPS, Fields.number(vision.path("norm_kwargs"), "eps"))
                .with(Trait.ACTIVATION, activation(config.path("model_cfg"), vision));
    }

    private static Activation activation(JsonNode model, JsonNode vision) {
        if (model.path("quick_gelu").asBoolean()) {
            return Activation.QUICK_GELU;
        }
        boolean tanh = vision.path("act_kwargs").path("approximate").asText().equals("tanh");
        return tanh ? Activation.GELU_TANH : Activation.GELU;
    }

    static Optional<ExpectedInput> input(JsonNode config) {
        JsonNode preprocessing = config.path("preprocess_cfg");
        int side =
                config.path("model_cfg").path("vision_cfg").path("image_size").asInt(IMAGE_SIZE);
        return Fields.input(
                preprocessing.path("mean"),
                preprocessing.path("std"),
                preprocessing.path("interpolation").asText("bicubic"),
                side,
                region(preprocessing.path("resize_mode").asText("shortest"), side));
    }

    private static @Nullable InputRegion region(String mode, int side) {
        return switch (mode) {
            case "shortest" -> InputRegion.centreOf(side);
            case "squash" -> InputRegion.WHOLE;
            default -> null;
        };
    }
}
