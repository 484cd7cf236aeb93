package io.protolab.gpu.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a transformer is cut in two: what is below stays frozen, so that its output can be computed once, and what is above learns with
 * the head.
 *
 * @param shape of the whole transformer
 * @param block the first block above the cut; the depth where only the final normalisation is above
 * @param atPixels whether all of it is above, patch and position embeddings too
 */
public record TransformerCut(VitShape shape, int block, boolean atPixels) {
    public TransformerCut {
        if (block < 0 || block > shape.depth() || (atPixels && block != 0)) {
            throw new IllegalArgumentException(
                    "A transformer of " + shape.depth() + " blocks cannot be cut before block " + block);
        }
    }

    /**
     * Between blocks.
     *
     * @throws IllegalArgumentException if there are not that many blocks
     */
    public static TransformerCut aboveWhich(VitShape shape, int blocks) {
        if (blocks > shape.depth()) {
            throw new IllegalArgumentException(
                    "there are only " + shape.depth() + " blocks, so that the last " + blocks + " cannot learn");
        }
        return new TransformerCut(shape, shape.depth() - blocks, false);
    }

    /** Below everything. */
    public static TransformerCut belowAll(VitShape shape) {
        return new TransformerCut(shape, 0, true);
    }

    /** What passes the cut, in words that are part of a content address. */
    public String layer() {
        return atPixels ? "pixels" : "blocks." + block + ".input";
    }

    /** Names and shapes of the parameters above. */
    public Map<String, long[]> upperShapes() {
        Map<String, long[]> upper = new LinkedHashMap<>();
        shape.parameterShapes().forEach((name, size) -> {
            if (isAbove(name)) {
                upper.put(name, size);
            }
        });
        return upper;
    }

    private boolean isAbove(String name) {
        if (atPixels || name.startsWith("norm.")) {
            return true;
        }
        String[] parts = name.split("\\.", 3);
        return parts[0].equals("blocks") && Integer.parseInt(parts[1]) >= block;
    }
}
