package io.protolab.gpu.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the libraries of the field call what timm calls {@code cls_token}, {@code blocks.0.attn.qkv} …: a line per layer,
 * {@code #} for the number of a block, {@code +} between parts that we keep as one, a part without a name being zeros. A
 * line may name a weight or a bias alone. What a line does not rename has timm's name.
 *
 * <p>The longest part of the file is data, so that a new layout is a table and not a class.
 */
@SuppressWarnings("ImmutableEnumChecker") // its collections are never handed out to be changed
enum Naming {
    /** timm, and what took its names: MAE, DeiT and DINO of the authors, the trunk of BiomedCLIP. */
    TIMM(
            "timm",
            "blocks.",
            List.of("visual.trunk.", ""),
            "head.* | head_dist.* | pre_logits.* | attn_pool.* | decoder_* | mask_token",
            "visual.head.* | text.* | logit_scale | logit_bias",
            ""),

    /** DINOv2 of the authors, from torch hub. */
    DINOV2_HUB("hub", "blocks.", List.of(""), "mask_token", "", """
            reg_token = register_tokens
            """),

    /** DINOv2 with SwiGLU of the authors, from torch hub: the giant. */
    DINOV2_HUB_SWIGLU("hub", "blocks.", List.of(""), "mask_token", "", """
            reg_token = register_tokens
            blocks.#.mlp.fc1 = blocks.#.mlp.w12
            blocks.#.mlp.fc2 = blocks.#.mlp.w3
            """),

    /** DINOv3 of the authors, from torch hub. */
    DINOV3_HUB("hub", "blocks.", List.of(""), "mask_token | local_cls_norm.*", "", """
            reg_token = storage_tokens
            """),

    /** DINOv3 with a gated perceptron of the authors, from torch hub. */
    DINOV3_HUB_GATED("hub", "blocks.", List.of(""), "mask_token | local_cls_norm.*", "", """
            reg_token = storage_tokens
            blocks.#.mlp.fc1 = blocks.#.mlp.w1 + blocks.#.mlp.w2
            blocks.#.mlp.fc2 = blocks.#.mlp.w3
            """),

    /** DINOv3 in timm. */
    TIMM_DINOV3("timm", "blocks.", List.of(""), "head.*", "", Names.TIMM_DINOV3),

    /** DINOv3 with a gated perceptron in timm. */
    TIMM_DINOV3_GATED(
            "timm",
            "blocks.",
            List.of(""),
            "head.*",
            "",
            Names.TIMM_DINOV3 + "blocks.#.mlp.fc1 = blocks.#.mlp.fc1_g + blocks.#.mlp.fc1_x\n"),

    /** ViT, DeiT and MAE in transformers. */
    TRANSFORMERS_VIT(
            "hf",
            "encoder.layer.",
            List.of("vit.", "deit.", ""),
            "pooler.* | embeddings.mask_token",
            "classifier.* | cls_classifier.* | distillation_classifier.* | decoder.*",
            """
            cls_token = embeddings.cls_token
            dist_token = embeddings.distillation_token
            pos_embed = embeddings.position_embeddings
            patch_embed.proj = embeddings.patch_embeddings.projection
            blocks.#.norm1 = encoder.layer.#.layernorm_before
            blocks.#.attn.qkv = encoder.layer.#.attention.attention.query + encoder.layer.#.attention.attention.key + encoder.layer.#.attention.attention.value
            blocks.#.attn.proj = encoder.layer.#.attention.output.dense
            blocks.#.norm2 = encoder.layer.#.layernorm_after
            blocks.#.mlp.fc1 = encoder.layer.#.intermediate.dense
            blocks.#.mlp.fc2 = encoder.layer.#.output.dense
            norm = layernorm
            """),

    /** BEiT in transformers. */
    TRANSFORMERS_BEIT(
            "hf",
            "encoder.layer.",
            List.of("beit.", ""),
            "pooler.* | embeddings.mask_token | encoder.layer.*.attention.attention.relative_position_bias.relative_position_index",
            "classifier.* | lm_head.* | layernorm.*",
            """
            cls_token = embeddings.cls_token
            patch_embed.proj = embeddings.patch_embeddings.projection
            blocks.#.norm1 = encoder.layer.#.layernorm_before
            blocks.#.attn.qkv = encoder.layer.#.attention.attention.query + encoder.layer.#.attention.attention.key + encoder.layer.#.attention.attention.value
            blocks.#.attn.relative_position_bias_table = encoder.layer.#.attention.attention.relative_position_bias.relative_position_bias_table
            blocks.#.attn.proj = encoder.layer.#.attention.output.dense
            blocks.#.ls1.gamma = encoder.layer.#.lambda_1
            blocks.#.norm2 = encoder.layer.#.layernorm_after
            blocks.#.mlp.fc1 = encoder.layer.#.intermediate.dense
            blocks.#.mlp.fc2 = encoder.layer.#.output.dense
            blocks.#.ls2.gamma = encoder.layer.#.lambda_2
            norm = layernorm
            """),

    /** DINOv2 in transformers. */
    TRANSFORMERS_DINOV2(
            "hf",
            "encoder.layer.",
            List.of("dinov2.", "dinov2_with_registers.", ""),
            "embeddings.mask_token",
            "classifier.*",
            Names.DINOV2 + """
                    blocks.#.mlp.fc1 = encoder.layer.#.mlp.fc1
                    blocks.#.mlp.fc2 = encoder.layer.#.mlp.fc2
                    """),

    /** DINOv2 with SwiGLU in transformers. */
    TRANSFORMERS_DINOV2_SWIGLU(
            "hf",
            "encoder.layer.",
            List.of("dinov2.", "dinov2_with_registers.", ""),
            "embeddings.mask_token",
            "classifier.*",
            Names.DINOV2 + """
                    blocks.#.mlp.fc1 = encoder.layer.#.mlp.weights_in
                    blocks.#.mlp.fc2 = encoder.layer.#.mlp.weights_out
                    """),

    /** DINOv3 in transformers. */
    TRANSFORMERS_DINOV3(
            "hf",
            "layer.",
            List.of("dinov3_vit.", "model.", ""),
            "embeddings.mask_token",
            "classifier.*",
            Names.DINOV3 + "blocks.#.mlp.fc1 = layer.#.mlp.up_proj\n"),

    /** DINOv3 with a gated perceptron in transformers. */
    TRANSFORMERS_DINOV3_GATED(
            "hf",
            "layer.",
            List.of("dinov3_vit.", "model.", ""),
            "embeddings.mask_token",
            "classifier.*",
            Names.DINOV3 + "blocks.#.mlp.fc1 = layer.#.mlp.gate_proj + layer.#.mlp.up_proj\n"),

    /** CLIP in transformers, the vision model alone or all of it. */
    TRANSFORMERS_CLIP(
            "hf",
            "encoder.layers.",
            List.of("vision_model.", ""),
            "embeddings.position_ids",
            "text_model.* | logit_scale | text_projection.weight | visual_projection.weight",
            "flat cls_token = embeddings.class_embedding\nnorm_pre = pre_layrnorm\n" + Names.VISION_MODEL),

    /** SigLIP in transformers, the vision model alone or all of it. */
    TRANSFORMERS_SIGLIP(
            "hf",
            "encoder.layers.",
            List.of("vision_model.", ""),
            "embeddings.position_ids | head.*",
            "text_model.* | logit_scale | logit_bias | classifier.*",
            Names.VISION_MODEL),

    /** A visual tower of open_clip's own making. */
    OPEN_CLIP(
            "open_clip",
            "transformer.resblocks.",
            List.of("visual."),
            "proj",
            "transformer.* | token_embedding.weight | positional_embedding | ln_final.* | text_projection | text_projection.*"
                    + " | text.* | logit_scale | logit_bias | attn_mask | input_resolution | context_length | vocab_size",
            """
            flat cls_token = class_embedding
            flat pos_embed = positional_embedding
            patch_embed.proj = conv1
            norm_pre = ln_pre
            blocks.#.norm1 = transformer.resblocks.#.ln_1
            blocks.#.attn.qkv = transformer.resblocks.#.attn.in_proj_
            blocks.#.attn.proj = transformer.resblocks.#.attn.out_proj
            blocks.#.ls1.gamma = transformer.resblocks.#.ls_1.gamma
            blocks.#.norm2 = transformer.resblocks.#.ln_2
            blocks.#.mlp.fc1 = transformer.resblocks.#.mlp.c_fc
            blocks.#.mlp.fc2 = transformer.resblocks.#.mlp.c_proj
            blocks.#.ls2.gamma = transformer.resblocks.#.ls_2.gamma
            norm = ln_post
            """);

    private static final Pattern BLOCK = Pattern.compile("blocks\\.(\\d+)\\.(.+)");
    private static final Pattern SUFFIX = Pattern.compile("(.+?)(\\.weight|\\.bias)?");

    private final String layout;
    private final String blocks;
    private final List<String> prefixes;
    private final Pattern unused;
    private final Pattern unusedBeside;
    private final Map<String, List<String>> names = new LinkedHashMap<>();
    private final List<String> flat = new ArrayList<>();

    Naming(String layout, String blocks, List<String> prefixes, String unused, String unusedBeside, String names) {
        this.layout = layout;
        this.blocks = blocks;
        this.prefixes = prefixes;
        this.unused = patterns(unused);
        this.unusedBeside = patterns(unusedBeside);
        names.lines().forEach(line -> {
            String[] sides = line.split(" = ", 2);
            String ours = sides[0].replace("flat ", "");
            if (!ours.equals(sides[0])) {
                flat.add(ours);
            }
            this.names.put(ours, List.of(sides[1].split(" \\+ ", -1)));
        });
    }

    private static Pattern patterns(String names) {
        String alternatives = Arrays.stream(names.split(" \\| ", -1))
                .map(name -> Pattern.quote(name).replace("*", "\\E.*\\Q"))
                .reduce((left, right) -> left + "|" + right)
                .orElse("");
        return Pattern.compile(alternatives);
    }

    /** Whose names these are: hub, hf, timm or open_clip. */
    String layout() {
        return layout;
    }

    /** What a published file may put before all names of the transformer. */
    List<String> prefixes() {
        return prefixes;
    }

    /** How names of a block begin. */
    String blocks() {
        return blocks;
    }

    /** Whether queries, keys or values have a bias where no description tells. */
    boolean hasBias(Trait bias) {
        return bias != Trait.KEY_BIAS || (this != TRANSFORMERS_BEIT && !isDinov3());
    }

    /** Whether these are names of DINOv3, which has rotary positions, registers and scaled layers. */
    boolean isDinov3() {
        return switch (this) {
            case DINOV3_HUB,
                    DINOV3_HUB_GATED,
                    TIMM_DINOV3,
                    TIMM_DINOV3_GATED,
                    TRANSFORMERS_DINOV3,
                    TRANSFORMERS_DINOV3_GATED -> true;
            default -> false;
        };
    }

    private boolean isDinov3Hub() {
        return this == DINOV3_HUB || this == DINOV3_HUB_GATED;
    }

    /** The tensor that holds the periods of rotary positions, in layouts that store them. */
    Optional<String> periods() {
        return isDinov3Hub() ? Optional.of("rope_embed.periods") : Optional.empty();
    }

    /** The tensor by which one of ours is multiplied: DINOv3 has one bias for all three, and a mask that takes the keys' away. */
    Optional<String> factor(String canonical) {
        return isDinov3Hub() && canonical.endsWith(".qkv.bias") ? Optional.of(canonical + "_mask") : Optional.empty();
    }

    /** Whether the file's tensor is of no influence on tokens; names are given without their prefix. */
    boolean isUnused(String name) {
        return unused.matcher(name).matches();
    }

    /** The same for names that do not have the prefix which the transformer's have. */
    boolean isUnusedBeside(String name) {
        return unusedBeside.matcher(name).matches();
    }

    /**
     * The tensors, in order, which together are one of ours; an empty name stands for zeros.
     *
     * @param canonical our name
     */
    List<String> sources(String canonical) {
        Matcher block = BLOCK.matcher(canonical);
        String number = block.matches() ? block.group(1) : "";
        String template = block.matches() ? "blocks.#." + block.group(2) : canonical;
        Matcher parts = SUFFIX.matcher(template);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + canonical + "' is no parameter's name");
        }
        List<String> whole = names.get(template);
        String suffix = parts.group(2) == null || whole != null ? "" : parts.group(2);
        String stem = whole == null ? parts.group(1) : template;
        return names.getOrDefault(stem, List.of(stem)).stream()
                .map(name -> (name.endsWith("_") ? name + suffix.substring(1) : name + suffix).replace("#", number))
                .toList();
    }

    /** The shape of one of {@code count} equal sources of a tensor of ours. */
    long[] sourceShape(String canonical, long[] shape, int count) {
        long[] source = flat.contains(canonical) ? squeezed(shape) : shape.clone();
        source[0] /= count;
        return source;
    }

    private static long[] squeezed(long[] shape) {
        int ones = 0;
        while (ones < shape.length - 1 && shape[ones] == 1) {
            ones++;
        }
        return Arrays.copyOfRange(shape, ones, shape.length);
    }

    /** Lines that several layouts of transformers share. */
    private static final class Names {
        static final String DINOV2 = """
                cls_token = embeddings.cls_token
                reg_token = embeddings.register_tokens
                pos_embed = embeddings.position_embeddings
                patch_embed.proj = embeddings.patch_embeddings.projection
                blocks.#.norm1 = encoder.layer.#.norm1
                blocks.#.attn.qkv = encoder.layer.#.attention.attention.query + encoder.layer.#.attention.attention.key + encoder.layer.#.attention.attention.value
                blocks.#.attn.proj = encoder.layer.#.attention.output.dense
                blocks.#.ls1.gamma = encoder.layer.#.layer_scale1.lambda1
                blocks.#.norm2 = encoder.layer.#.norm2
                blocks.#.ls2.gamma = encoder.layer.#.layer_scale2.lambda1
                norm = layernorm
                """;

        static final String DINOV3 = """
                cls_token = embeddings.cls_token
                reg_token = embeddings.register_tokens
                patch_embed.proj = embeddings.patch_embeddings
                blocks.#.norm1 = layer.#.norm1
                blocks.#.attn.qkv = layer.#.attention.q_proj + layer.#.attention.k_proj + layer.#.attention.v_proj
                blocks.#.attn.proj = layer.#.attention.o_proj
                blocks.#.ls1.gamma = layer.#.layer_scale1.lambda1
                blocks.#.norm2 = layer.#.norm2
                blocks.#.mlp.fc2 = layer.#.mlp.down_proj
                blocks.#.ls2.gamma = layer.#.layer_scale2.lambda1
                """;

        static final String TIMM_DINOV3 = """
                blocks.#.attn.qkv.bias = blocks.#.attn.q_bias +  + blocks.#.attn.v_bias
                blocks.#.ls1.gamma = blocks.#.gamma_1
                blocks.#.ls2.gamma = blocks.#.gamma_2
                """;

        static final String VISION_MODEL = """
                flat pos_embed = embeddings.position_embedding.weight
                patch_embed.proj = embeddings.patch_embedding
                blocks.#.norm1 = encoder.layers.#.layer_norm1
                blocks.#.attn.qkv = encoder.layers.#.self_attn.q_proj + encoder.layers.#.self_attn.k_proj + encoder.layers.#.self_attn.v_proj
                blocks.#.attn.proj = encoder.layers.#.self_attn.out_proj
                blocks.#.norm2 = encoder.layers.#.layer_norm2
                blocks.#.mlp.fc1 = encoder.layers.#.mlp.fc1
                blocks.#.mlp.fc2 = encoder.layers.#.mlp.fc2
                norm = post_layernorm
                """;

        private Names() {}
    }
}
