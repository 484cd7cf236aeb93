package io.protolab.gpu.weights;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.gpu.model.Activation;
import io.protolab.gpu.tensor.TensorFileException;
import io.protolab.platform.dataset.InputRegion;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What timm writes beside its weights: a {@code config.json} with the name of the architecture and changes to it. */
final class TimmConfig {
    private static final Pattern REGISTERS = Pattern.compile("_reg(\\d)");

    /** The sizes of SigLIP 2 that SigLIP did not have; the others keep the activation of the first. */
    private static final Pattern TANH =
            Pattern.compile("_(base_patch32|(so400m|giantopt)_patch16)_siglip_|_large_patch16_siglip_(gap_)?512");

    private TimmConfig() {}

    static Architecture architecture(JsonNode config, String source) throws TensorFileException {
        String name = config.path("architecture").asText();
        JsonNode changes = config.path("model_args");
        return named(name, source)
                .with(Trait.WIDTH, Fields.integer(changes, "embed_dim"))
                .with(Trait.DEPTH, Fields.integer(changes, "depth"))
                .with(Trait.HEADS, Fields.integer(changes, "num_heads"))
                .with(Trait.PATCH, Fields.integer(changes, "patch_size"))
                .with(Trait.REGISTERS, Fields.integer(changes, "reg_tokens"))
                .with(Trait.REGISTERS, Fields.integer(changes, "num_reg_tokens"))
                .with(Trait.QUERY_BIAS, Fields.flag(changes, "qkv_bias"))
                .with(Trait.KEY_BIAS, changes.path("qkv_bias").asBoolean(true) ? null : Boolean.FALSE)
                .with(Trait.VALUE_BIAS, Fields.flag(changes, "qkv_bias"))
                .with(Trait.ROPE_THETA, Fields.number(changes, "rope_temperature"))
                .with(Trait.POSITION_GRID, Fields.grid(changes.path("img_size"), changes.path("patch_size")));
    }

    /**
     * What a name alone tells.
     *
     * @throws TensorFileException if timm's model of that name is not a plain vision transformer
     */
    static Architecture named(String name, String source) throws TensorFileException {
        if (!name.isEmpty() && !name.matches("(vit|deit|deit3)_.*")) {
            throw new TensorFileException("The description of " + source + " names timm's architecture '" + name
                    + "', which is not supported; known are vit_… and deit…");
        }
        Matcher registers = REGISTERS.matcher(name);
        boolean swiglu = name.contains("giant") && name.contains("dinov2");
        return Architecture.unknown()
                .with(Trait.REGISTERS, registers.find() ? Integer.valueOf(registers.group(1)) : null)
                .with(Trait.CLS, name.contains("siglip") ? Boolean.FALSE : null)
                .with(Trait.GATED, swiglu ? Boolean.TRUE : null)
                .with(Trait.ACTIVATION, name.isEmpty() || name.contains("dinov3") ? null : activation(name, swiglu));
    }

    private static Activation activation(String name, boolean swiglu) {
        if (swiglu) {
            return Activation.SILU;
        }
        if (name.contains("quickgelu")) {
            return Activation.QUICK_GELU;
        }
        return TANH.matcher(name).find() ? Activation.GELU_TANH : Activation.GELU;
    }

    static Optional<ExpectedInput> input(JsonNode config) {
        JsonNode pretrained = config.path("pretrained_cfg");
        JsonNode size = pretrained.path("input_size").path(1);
        Integer side = size.isNumber() ? Integer.valueOf(size.asInt()) : null;
        return Fields.input(
                pretrained.path("mean"),
                pretrained.path("std"),
                pretrained.path("interpolation").asText(null),
                side,
                region(pretrained, side));
    }

    /** timm resizes by the share that is kept, and only then to the input; squashing means without regard to the aspect ratio. */
    private static @Nullable InputRegion region(JsonNode pretrained, @Nullable Integer side) {
        double share = pretrained.path("crop_pct").asDouble();
        if (side == null || share <= 0 || share > 1) {
            return null;
        }
        return switch (pretrained.path("crop_mode").asText("center")) {
            case "center" -> InputRegion.centreOf((int) Math.floor(side / share));
            case "squash" -> share == 1 ? InputRegion.WHOLE : null;
            default -> null;
        };
    }
}
