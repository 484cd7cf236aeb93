package io.protolab.gpu.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything about a vision transformer that is not a weight.
 *
 * @param dim width D of the tokens
 * @param depth number of blocks
 * @param heads attention heads; divides the width
 * @param patch side of a patch in pixels
 * @param imageSize side of the square image, in pixels, that the position table was made for
 * @param registers register tokens after the class token, without a position of their own
 * @param mlpRatio hidden width of the blocks' perceptron over D
 * @param epsilon of every layer normalisation
 * @param layerScale whether each residual branch is scaled per channel
 * @param classPosition whether the position table has an entry for the class token (it is added into the token where not)
 */
public record VitShape(
        int dim,
        int depth,
        int heads,
        int patch,
        int imageSize,
        int registers,
        double mlpRatio,
        double epsilon,
        boolean layerScale,
        boolean classPosition) {

    public VitShape {
        if (dim < 1 || depth < 1 || heads < 1 || patch < 1 || registers < 0 || mlpRatio <= 0 || epsilon <= 0) {
            throw new IllegalArgumentException("A transformer needs positive sizes, got dim " + dim + ", depth " + depth
                    + ", heads " + heads + ", patch " + patch + ", registers " + registers + ", mlpRatio " + mlpRatio
                    + ", epsilon " + epsilon);
        }
        if (dim % heads != 0) {
            throw new IllegalArgumentException("dim " + dim + " is not a multiple of heads " + heads);
        }
        if (imageSize < patch || imageSize % patch != 0) {
            throw new IllegalArgumentException("imageSize " + imageSize + " is not a multiple of patch " + patch);
        }
    }

    /** The grid of patches the position table was made for. */
    public PatchGrid grid() {
        return new PatchGrid(imageSize / patch, imageSize / patch);
    }

    /** Tokens before the patches: the class token and the registers. */
    public int prefixTokenCount() {
        return 1 + registers;
    }

    public int hiddenDim() {
        return (int) Math.round(dim * mlpRatio);
    }

    /** Names and shapes of all parameters, under the names that timm gives them. */
    public Map<String, long[]> parameterShapes() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put("cls_token", new long[] {1, 1, dim});
        if (registers > 0) {
            shapes.put("reg_token", new long[] {1, registers, dim});
        }
        shapes.put("pos_embed", new long[] {1, grid().patchCount() + (classPosition ? 1 : 0), dim});
        shapes.put("patch_embed.proj.weight", new long[] {dim, 3, patch, patch});
        shapes.put("patch_embed.proj.bias", new long[] {dim});
        for (int block = 0; block < depth; block++) {
            String prefix = "blocks." + block + ".";
            layer(shapes, prefix + "norm1", dim);
            layer(shapes, prefix + "attn.qkv", 3L * dim, dim);
            layer(shapes, prefix + "attn.proj", dim, dim);
            layer(shapes, prefix + "norm2", dim);
            layer(shapes, prefix + "mlp.fc1", hiddenDim(), dim);
            layer(shapes, prefix + "mlp.fc2", dim, hiddenDim());
            if (layerScale) {
                shapes.put(prefix + "ls1.gamma", new long[] {dim});
                shapes.put(prefix + "ls2.gamma", new long[] {dim});
            }
        }
        layer(shapes, "norm", dim);
        return shapes;
    }

    private static void layer(Map<String, long[]> shapes, String name, long... weight) {
        shapes.put(name + ".weight", weight);
        shapes.put(name + ".bias", new long[] {weight[0]});
    }
}
