package io.protolab.gpu.weights;

import io.protolab.gpu.model.VitShape;
import io.protolab.gpu.tensor.TensorFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Whose names a file's tensors have.
 *
 * @param naming of the transformer's tensors
 * @param wrapper what a training program put before all names of the model
 * @param part what the library puts before those of the transformer
 */
record Layout(Naming naming, String wrapper, String part) {
    /** Of distributed, compiled and Lightning models, and of the backbone of a self-distillation; two may follow each other. */
    private static final List<String> WRAPPERS = List.of("module.", "_orig_mod.", "model.", "backbone.");

    /** What is saved beside a wrapped model: the count of an average, heads of a self-distillation. */
    private static final Pattern BESIDE_WRAPPED = Pattern.compile("n_averaged|(head|dino_head|ibot_head)\\..*");

    private static final String KNOWN =
            "known are DINOv2 and DINOv3 (torch hub, transformers, timm), CLIP (open_clip, transformers, timm),"
                    + " BiomedCLIP (open_clip), SigLIP (transformers, timm), ViT, DeiT and MAE (timm, transformers) and BEiT"
                    + " (transformers)";

    /**
     * Recognises a layout by the names of the blocks, and among layouts with the same by what only one of them has.
     *
     * @throws TensorFileException if no names of a known transformer are there; the message says what is
     */
    static Layout of(Collection<String> names, String source) throws TensorFileException {
        for (String wrapper : wrappers(names)) {
            for (Naming naming : Naming.values()) {
                for (String part : naming.prefixes()) {
                    List<String> inside = inside(names, wrapper + part);
                    Pattern block = Pattern.compile(Pattern.quote(naming.blocks()) + "\\d+\\..*");
                    if (inside.stream().anyMatch(block.asMatchPredicate()) && fits(naming, part, inside)) {
                        return new Layout(naming, wrapper, part);
                    }
                }
            }
        }
        throw new TensorFileException("The tensors of " + source
                + " are not those of a vision transformer that is known: " + guess(names) + "; " + KNOWN);
    }

    /** None, then those that there are, from the outside in. */
    private static List<String> wrappers(Collection<String> names) {
        List<String> wrappers = new ArrayList<>(List.of(""));
        for (String outer : WRAPPERS) {
            wrappers.add(outer);
            WRAPPERS.forEach(inner -> wrappers.add(outer + inner));
        }
        wrappers.removeIf(wrapper -> inside(names, wrapper).isEmpty());
        return wrappers;
    }

    /** The rest of those names that begin so. */
    private static List<String> inside(Collection<String> names, String prefix) {
        return names.stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .toList();
    }

    private static boolean fits(Naming naming, String part, List<String> names) {
        boolean hubDinov3 = part.isEmpty()
                && has(
                        names,
                        name -> name.equals("storage_tokens")
                                || name.equals("rope_embed.periods")
                                || name.endsWith(".attn.qkv.bias_mask"));
        boolean timmDinov3 = part.isEmpty()
                && has(names, name -> name.endsWith(".gamma_1"))
                && !has(names, name -> name.equals("pos_embed") || name.endsWith(".relative_position_bias_table"));
        boolean hub = part.isEmpty()
                && !hubDinov3
                && (has(names, "register_tokens"::equals)
                        || (has(names, "mask_token"::equals) && !has(names, name -> name.startsWith("decoder_"))));
        boolean swiglu = has(names, name -> name.contains(".mlp.w12.") || name.contains(".mlp.weights_in."));
        boolean dinov2 = has(names, name -> name.contains(".norm1.") || name.contains(".layer_scale"));
        boolean beit = has(names, name -> name.contains(".relative_position_bias.") || name.endsWith(".lambda_1"));
        boolean gated = has(
                names,
                name -> name.contains(".mlp.gate_proj.")
                        || name.contains(".mlp.w1.")
                        || name.contains(".mlp.w2.")
                        || name.contains(".mlp.fc1_g.")
                        || name.contains(".mlp.fc1_x."));
        boolean clip = has(names, name -> name.startsWith("pre_layrnorm.") || name.endsWith("class_embedding"));
        return switch (naming) {
            case TIMM -> !hub && !hubDinov3 && !timmDinov3;
            case DINOV2_HUB -> hub && !swiglu;
            case DINOV2_HUB_SWIGLU -> hub && swiglu;
            case DINOV3_HUB -> hubDinov3 && !gated;
            case DINOV3_HUB_GATED -> hubDinov3 && gated;
            case TIMM_DINOV3 -> timmDinov3 && !gated;
            case TIMM_DINOV3_GATED -> timmDinov3 && gated;
            case TRANSFORMERS_VIT -> !dinov2 && !beit;
            case TRANSFORMERS_BEIT -> !dinov2 && beit;
            case TRANSFORMERS_DINOV2 -> dinov2 && !swiglu;
            case TRANSFORMERS_DINOV2_SWIGLU -> dinov2 && swiglu;
            case TRANSFORMERS_DINOV3 -> !gated;
            case TRANSFORMERS_DINOV3_GATED -> gated;
            case TRANSFORMERS_CLIP -> clip;
            case TRANSFORMERS_SIGLIP -> !clip;
            case OPEN_CLIP -> true;
        };
    }

    private static boolean has(List<String> names, Predicate<String> condition) {
        return names.stream().anyMatch(condition);
    }

    /** hub, hf, timm, open_clip, or open_clip-timm for timm's transformer inside open_clip's file. */
    String name() {
        return naming == Naming.TIMM && !part.isEmpty() ? "open_clip-timm" : naming.layout();
    }

    /** Before all names of the transformer. */
    String prefix() {
        return wrapper + part;
    }

    /** Where the file keeps the periods of rotary positions. */
    Optional<String> periods() {
        return naming.periods().map(prefix()::concat);
    }

    /** Whether a tensor of the file is without influence on tokens: text towers, classifiers, decoders. */
    boolean isUnused(String name) {
        if (name.startsWith(prefix())) {
            return naming.isUnused(name.substring(prefix().length()));
        }
        return name.startsWith(wrapper)
                ? naming.isUnusedBeside(name.substring(wrapper.length()))
                : BESIDE_WRAPPED.matcher(name).matches();
    }

    /** The family of models, as people speak of it. */
    String family(VitShape shape, Collection<String> names) {
        return switch (naming) {
            case DINOV2_HUB, DINOV2_HUB_SWIGLU, TRANSFORMERS_DINOV2, TRANSFORMERS_DINOV2_SWIGLU -> "dinov2";
            case DINOV3_HUB,
                    DINOV3_HUB_GATED,
                    TIMM_DINOV3,
                    TIMM_DINOV3_GATED,
                    TRANSFORMERS_DINOV3,
                    TRANSFORMERS_DINOV3_GATED -> "dinov3";
            case TRANSFORMERS_BEIT -> "beit";
            case TRANSFORMERS_CLIP, OPEN_CLIP -> "clip";
            case TRANSFORMERS_SIGLIP -> "siglip";
            case TRANSFORMERS_VIT, TIMM -> plainFamily(shape, names);
        };
    }

    private String plainFamily(VitShape shape, Collection<String> names) {
        if (shape.prefix().distillationToken()) {
            return "deit";
        }
        if (inside(names, wrapper).stream().anyMatch(name -> name.startsWith("decoder"))) {
            return "mae";
        }
        if (inside(names, wrapper).stream().anyMatch(name -> name.startsWith("text.transformer.encoder.layer."))) {
            return "biomedclip";
        }
        if (!shape.prefix().classToken()) {
            return "siglip";
        }
        if (shape.preNorm()) {
            return "clip";
        }
        return shape.layerScale() && shape.patch() == 14 ? "dinov2" : "vit";
    }

    private static String guess(Collection<String> names) {
        if (names.stream().anyMatch(name -> name.matches("(.*\\.)?layer[1-4]\\.\\d+\\..*"))) {
            return "they look like a convolutional network's (ResNet)";
        }
        if (names.stream()
                .anyMatch(name -> name.matches("(.*\\.)?(stages|layers)\\.\\d+\\.(blocks|downsample|layers).*"))) {
            return "they look like those of a network in stages (Swin, ConvNeXt), which has no single grid of patches";
        }
        return names.isEmpty() ? "there are none" : "they are " + start(names);
    }

    private static String start(Collection<String> names) {
        List<String> first = names.stream().sorted().limit(5).toList();
        return String.join(", ", first)
                + (names.size() > first.size() ? " and " + (names.size() - first.size()) + " more" : "");
    }
}
