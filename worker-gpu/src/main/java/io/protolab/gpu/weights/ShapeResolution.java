package io.protolab.gpu.weights;

import io.protolab.gpu.model.Activation;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.model.Perceptron;
import io.protolab.gpu.model.Positions;
import io.protolab.gpu.model.PrefixTokens;
import io.protolab.gpu.model.Resampling;
import io.protolab.gpu.model.VitShape;
import io.protolab.gpu.tensor.TensorFileException;
import java.util.Optional;

/**
 * The transformer that a file should hold. Each trait comes from the first that tells it: the descriptions, the tensors, the
 * custom of the library whose names they have. What none of them tells is an error and never a guess.
 */
final class ShapeResolution {
    private static final int DINOV3_REGISTERS = 4;
    private static final double ROPE_THETA = 100;

    private final Layout layout;
    private final Naming naming;
    private final Evidence evidence;
    private final Architecture described;
    private final String source;

    ShapeResolution(Layout layout, Evidence evidence, Architecture described, String source) {
        this.layout = layout;
        this.naming = layout.naming();
        this.evidence = evidence;
        this.described = described;
        this.source = source;
    }

    VitShape shape() throws TensorFileException {
        int dim = require(described.integer(Trait.WIDTH).or(evidence::width), "width");
        int heads = heads(dim);
        boolean preNorm = flag(
                Trait.PRE_NORM,
                naming == Naming.TRANSFORMERS_CLIP || evidence.has("norm_pre.weight") || evidence.has("norm_pre.bias"));
        boolean layerScale = flag(
                Trait.LAYER_SCALE,
                alwaysScales() || evidence.has("blocks.#.ls1.gamma") || evidence.has("blocks.#.ls2.gamma"));
        boolean fewerBiases =
                naming == Naming.TRANSFORMERS_CLIP || naming == Naming.OPEN_CLIP || (naming == Naming.TIMM && preNorm);
        try {
            PrefixTokens prefix = prefix();
            return new VitShape(
                    dim,
                    depth(),
                    heads,
                    described.integer(Trait.PATCH).or(evidence::patch).orElse(1), // its tensor is reported as missing
                    prefix,
                    positions(prefix, dim / Math.max(1, heads)),
                    perceptron(dim, preNorm),
                    described.get(Trait.LAYER_NORM_EPS, Double.class).orElse(epsilon(preNorm)),
                    flag(Trait.PATCH_BIAS, !fewerBiases),
                    preNorm,
                    hasBias(Trait.QUERY_BIAS) || hasBias(Trait.KEY_BIAS) || hasBias(Trait.VALUE_BIAS),
                    layerScale);
        } catch (IllegalArgumentException e) {
            throw new TensorFileException("The weights in " + source + " make no transformer: " + e.getMessage(), e);
        }
    }

    private int depth() throws TensorFileException {
        int depth = described.integer(Trait.DEPTH).orElse(evidence.blocks());
        if (depth > evidence.tensors()) {
            throw new TensorFileException("The weights in " + source + " are " + evidence.tensors()
                    + " tensors, too few for the depth " + depth + " that their description tells");
        }
        return depth;
    }

    /** DINOv3 comes with biases and without; of the others it is the family that tells. */
    private boolean hasBias(Trait bias) {
        return flag(bias, !naming.isDinov3() || evidence.has("blocks.#.attn.qkv.bias"));
    }

    private PrefixTokens prefix() {
        boolean pooled = naming == Naming.TRANSFORMERS_SIGLIP || (naming == Naming.TIMM && hasAttentionPool());
        boolean classToken = flag(Trait.CLS, !pooled || evidence.has("cls_token"));
        boolean distillation = flag(Trait.DISTILLATION_TOKEN, evidence.has("dist_token"));
        int registers = described
                .integer(Trait.REGISTERS)
                .or(evidence::registers)
                .orElse(naming.isDinov3() ? DINOV3_REGISTERS : 0);
        return new PrefixTokens(classToken, distillation, registers);
    }

    /** SigLIP pools by attention and has no class token. */
    private boolean hasAttentionPool() {
        return evidence.has("attn_pool.latent") || evidence.has("attn_pool.q.weight");
    }

    private int heads(int dim) throws TensorFileException {
        return require(
                described
                        .integer(Trait.HEADS)
                        .or(() -> PublishedHeads.of(naming, dim))
                        .or(() -> shownHeads(dim)),
                "number of heads");
    }

    private Optional<Integer> shownHeads(int dim) {
        return periods().map(rotary -> dim / Math.max(1, 4 * rotary.periods().size()));
    }

    private Optional<Positions.Rotary> periods() {
        return described.get(Trait.ROPE_PERIODS, Positions.Rotary.class);
    }

    private Positions positions(PrefixTokens prefix, int headDim) throws TensorFileException {
        Optional<PatchGrid> grid = described.get(Trait.POSITION_GRID, PatchGrid.class);
        if (naming.isDinov3()) {
            double theta = described.get(Trait.ROPE_THETA, Double.class).orElse(ROPE_THETA);
            return periods()
                    .filter(rotary -> rotary.periods().size() == headDim / 4) // others are reported as misshapen
                    .orElseGet(() -> Positions.Rotary.of(theta, headDim));
        }
        if (naming == Naming.TRANSFORMERS_BEIT) {
            return new Positions.RelativeBias(grid.orElseGet(this::distances));
        }
        Resampling resampling =
                described.get(Trait.POSITION_RESAMPLING, Resampling.class).orElse(resampling(prefix.registers() > 0));
        int custom = prefix.count() - prefix.registers();
        if (evidence.positions().isEmpty()) { // reported as missing later
            return new Positions.Table(grid.orElse(new PatchGrid(1, 1)), custom, resampling);
        }
        int rows = evidence.positions().get();
        if (grid.isPresent()) {
            int first = rows - grid.get().patchCount();
            boolean possible = naming == Naming.TIMM && first >= 0 && first <= prefix.count();
            return new Positions.Table(grid.get(), possible ? first : custom, resampling);
        }
        int[] candidates = naming == Naming.TIMM ? new int[] {custom, 0, prefix.count()} : new int[] {custom};
        for (int first : candidates) {
            if (isSquare(rows - first)) {
                return new Positions.Table(PatchGrid.square(rows - first), first, resampling);
            }
        }
        throw new TensorFileException("The tensor '" + layout.prefix()
                + naming.sources("pos_embed").get(0) + "' of " + source + " has " + rows
                + " places, which do not form a square of patches after " + custom + " other tokens");
    }

    /** The square grid with that many distances: {@code (2n − 1)² + 3}. */
    private PatchGrid distances() {
        int rows = evidence.relativePositions().orElse(1);
        int side = (int) Math.round((Math.sqrt(Math.max(rows - 3, 1)) + 1) / 2);
        return new PatchGrid(side, side);
    }

    private static boolean isSquare(int count) {
        int side = (int) Math.round(Math.sqrt(count));
        return side > 0 && side * side == count;
    }

    /** The rule belongs to the library: the same weights give other features elsewhere. */
    private Resampling resampling(boolean registers) {
        return switch (naming) {
            case TIMM, OPEN_CLIP -> Resampling.ANTIALIASED;
            case DINOV2_HUB, DINOV2_HUB_SWIGLU -> registers ? Resampling.ANTIALIASED : Resampling.OFFSET;
            case TRANSFORMERS_DINOV2, TRANSFORMERS_DINOV2_SWIGLU ->
                registers ? Resampling.ANTIALIASED : Resampling.PLAIN;
            default -> Resampling.PLAIN;
        };
    }

    private Perceptron perceptron(int dim, boolean preNorm) throws TensorFileException {
        boolean inParts = naming == Naming.DINOV3_HUB_GATED
                || naming == Naming.TIMM_DINOV3_GATED
                || naming == Naming.TRANSFORMERS_DINOV3_GATED;
        boolean gated = flag(
                Trait.GATED,
                inParts || naming == Naming.DINOV2_HUB_SWIGLU || naming == Naming.TRANSFORMERS_DINOV2_SWIGLU);
        int packing = gated && !inParts ? 2 : 1;
        int hidden = require(
                described
                        .integer(Trait.MLP_HIDDEN)
                        .or(() -> evidence.secondInputs().filter(inputs -> isShown(inputs, packing)))
                        .or(() -> evidence.firstOutputs().map(outputs -> outputs / packing)),
                "hidden width");
        return new Perceptron(hidden, activation(dim, gated, preNorm), gated);
    }

    /** Whether the first layer confirms what the second shows. */
    private boolean isShown(int hidden, int packing) {
        return evidence.firstOutputs()
                .map(outputs -> outputs == hidden * packing)
                .orElse(true);
    }

    private Activation activation(int dim, boolean gated, boolean preNorm) throws TensorFileException {
        Optional<Activation> told = described.get(Trait.ACTIVATION, Activation.class);
        if (told.isPresent()) {
            return told.get();
        }
        if (gated) {
            return Activation.SILU;
        }
        if (preNorm) {
            throw new TensorFileException(
                    "The weights in " + source + " are CLIP's, and nothing tells whether with GELU or"
                            + " QuickGELU, which gives other features: put the config that was published with them (config.json or"
                            + " open_clip_config.json) beside them, in a directory of their own; OpenAI's own files have QuickGELU,"
                            + " which an open_clip_config.json says with {\"model_cfg\": {\"quick_gelu\": true, \"vision_cfg\": {}}}");
        }
        boolean tanh = naming == Naming.TRANSFORMERS_SIGLIP
                || (naming == Naming.TIMM && hasAttentionPool() && isNewSiglip(dim));
        return tanh ? Activation.GELU_TANH : Activation.GELU;
    }

    /** timm gives the tanh form to the sizes of SigLIP 2 that SigLIP did not have. */
    private boolean isNewSiglip(int dim) {
        int patch = evidence.patch().orElse(0);
        boolean large512 = dim == 1024 && evidence.positions().orElse(0) == 32 * 32;
        return patch == 32 || (patch == 16 && dim > 1024) || large512;
    }

    private double epsilon(boolean preNorm) {
        return switch (naming) {
            case TRANSFORMERS_VIT, TRANSFORMERS_BEIT -> 1e-12;
            case TRANSFORMERS_CLIP, OPEN_CLIP -> 1e-5;
            default -> naming.isDinov3() || (naming == Naming.TIMM && preNorm) ? 1e-5 : 1e-6;
        };
    }

    private boolean alwaysScales() {
        return naming.isDinov3()
                || naming == Naming.DINOV2_HUB
                || naming == Naming.DINOV2_HUB_SWIGLU
                || naming == Naming.TRANSFORMERS_DINOV2
                || naming == Naming.TRANSFORMERS_DINOV2_SWIGLU;
    }

    private boolean flag(Trait trait, boolean otherwise) {
        return described.flag(trait).orElse(otherwise);
    }

    private int require(Optional<Integer> value, String what) throws TensorFileException {
        if (value.isEmpty()) {
            throw new TensorFileException("Nothing tells the " + what + " of the transformer in " + source
                    + ": put the config that was published with it beside it, or state it");
        }
        return value.get();
    }
}
