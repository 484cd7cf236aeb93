package io.protolab.gpu.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Everything about a vision transformer that is not a weight.
 *
 * @param dim width D of the tokens
 * @param depth number of blocks
 * @param heads attention heads; divides the width
 * @param patch side of a patch in pixels
 * @param prefix tokens before the patches
 * @param positions how tokens know where they are
 * @param perceptron of every block
 * @param epsilon of every layer normalisation
 * @param patchBias whether the patch projection has a bias
 * @param preNorm whether a layer normalisation comes before the first block
 * @param qkvBias whether queries, keys and values have a bias
 * @param layerScale whether each residual branch is scaled per channel
 */
public record VitShape(
        int dim,
        int depth,
        int heads,
        int patch,
        PrefixTokens prefix,
        Positions positions,
        Perceptron perceptron,
        double epsilon,
        boolean patchBias,
        boolean preNorm,
        boolean qkvBias,
        boolean layerScale) {

    public VitShape {
        if (dim < 1 || depth < 1 || heads < 1 || patch < 1 || epsilon <= 0) {
            throw new IllegalArgumentException("A transformer needs positive sizes, got dim " + dim + ", depth " + depth
                    + ", heads " + heads + ", patch " + patch + ", epsilon " + epsilon);
        }
        if (dim % heads != 0) {
            throw new IllegalArgumentException("dim " + dim + " is not a multiple of heads " + heads);
        }
        if (positions instanceof Positions.Table table && table.prefixTokens() > prefix.count()) {
            throw new IllegalArgumentException("The position table has entries for " + table.prefixTokens()
                    + " tokens before the patches, but there are " + prefix.count());
        }
        if (positions instanceof Positions.Rotary rotary
                && dim / heads != 4 * rotary.periods().size()) {
            throw new IllegalArgumentException("Rotary positions of "
                    + rotary.periods().size() + " periods need heads four times as wide, got " + dim / heads);
        }
        if (positions instanceof Positions.RelativeBias && !prefix.equals(PrefixTokens.CLASS)) {
            throw new IllegalArgumentException("Relative positions need exactly a class token, got " + prefix);
        }
    }

    /**
     * The transformer of Dosovitskiy et al. as timm has it: class token with a position, biases everywhere, exact GELU.
     *
     * @param imageSize side of the square image, in pixels, that the position table is for
     * @param hidden width of the perceptrons
     */
    public static VitShape plain(
            int dim, int depth, int heads, int patch, int imageSize, int hidden, int registers, double epsilon) {
        if (imageSize < patch || imageSize % patch != 0) {
            throw new IllegalArgumentException("imageSize " + imageSize + " is not a multiple of patch " + patch);
        }
        PatchGrid grid = new PatchGrid(imageSize / patch, imageSize / patch);
        return new VitShape(
                dim,
                depth,
                heads,
                patch,
                new PrefixTokens(true, false, registers),
                new Positions.Table(grid, 1, Resampling.ANTIALIASED),
                new Perceptron(hidden, Activation.GELU, false),
                epsilon,
                true,
                false,
                true,
                false);
    }

    /** The grid of patches that the positions were made for; empty where any grid is as good. */
    public Optional<PatchGrid> nativeGrid() {
        if (positions instanceof Positions.Table table) {
            return Optional.of(table.grid());
        }
        return positions instanceof Positions.RelativeBias bias ? Optional.of(bias.grid()) : Optional.empty();
    }

    /** Tokens before the patches. */
    public int prefixTokenCount() {
        return prefix.count();
    }

    /** Names and shapes of all parameters, under the names that timm gives them. */
    public Map<String, long[]> parameterShapes() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        if (prefix.classToken()) {
            shapes.put("cls_token", new long[] {1, 1, dim});
        }
        if (prefix.distillationToken()) {
            shapes.put("dist_token", new long[] {1, 1, dim});
        }
        if (prefix.registers() > 0) {
            shapes.put("reg_token", new long[] {1, prefix.registers(), dim});
        }
        if (positions instanceof Positions.Table table) {
            shapes.put(
                    "pos_embed",
                    new long[] {1, table.prefixTokens() + table.grid().patchCount(), dim});
        }
        shapes.put("patch_embed.proj.weight", new long[] {dim, 3, patch, patch});
        if (patchBias) {
            shapes.put("patch_embed.proj.bias", new long[] {dim});
        }
        if (preNorm) {
            layer(shapes, "norm_pre", true, dim);
        }
        for (int block = 0; block < depth; block++) {
            block(shapes, "blocks." + block + ".");
        }
        layer(shapes, "norm", true, dim);
        return shapes;
    }

    private void block(Map<String, long[]> shapes, String prefix) {
        layer(shapes, prefix + "norm1", true, dim);
        layer(shapes, prefix + "attn.qkv", qkvBias, 3L * dim, dim);
        if (positions instanceof Positions.RelativeBias bias) {
            shapes.put(prefix + "attn.relative_position_bias_table", new long[] {bias.entries(), heads});
        }
        layer(shapes, prefix + "attn.proj", true, dim, dim);
        layer(shapes, prefix + "norm2", true, dim);
        layer(shapes, prefix + "mlp.fc1", true, perceptron.firstOutputs(), dim);
        layer(shapes, prefix + "mlp.fc2", true, dim, perceptron.hidden());
        if (layerScale) {
            shapes.put(prefix + "ls1.gamma", new long[] {dim});
            shapes.put(prefix + "ls2.gamma", new long[] {dim});
        }
    }

    private static void layer(Map<String, long[]> shapes, String name, boolean bias, long... weight) {
        shapes.put(name + ".weight", weight);
        if (bias) {
            shapes.put(name + ".bias", new long[] {weight[0]});
        }
    }
}
