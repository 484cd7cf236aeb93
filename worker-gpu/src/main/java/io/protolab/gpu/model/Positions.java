package io.protolab.gpu.model;

/** How a token knows where its patch lies. */
public sealed interface Positions {
    /**
     * A learned vector per place, added before the first block.
     *
     * @param grid the places
     * @param prefixTokens how many of the tokens before the patches have a vector, too, counted from the first
     * @param resampling for images of another grid
     */
    record Table(PatchGrid grid, int prefixTokens, Resampling resampling) implements Positions {}

    /**
     * Queries and keys of patches are turned by angles that grow with the distance from the centre (Siméoni et al., DINOv3,
     * arXiv 2508.10104): no parameters, any grid.
     *
     * @param theta the longest period over the shortest
     */
    record Rotary(double theta) implements Positions {}

    /**
     * A learned number per head and distance between two patches, added to the attention of each block (Bao et al., BEiT,
     * arXiv 2106.08254).
     *
     * @param grid whose distances the tables hold
     */
    record RelativeBias(PatchGrid grid) implements Positions {
        /** All distances, and three entries for pairs with the class token. */
        int entries() {
            return (2 * grid.rows() - 1) * (2 * grid.columns() - 1) + 3;
        }
    }
}
