package io.protolab.gpu.model;

import java.util.List;
import java.util.stream.IntStream;

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
     * @param periods of a quarter of a head's channels: how far apart, in half sides of the image, positions look alike
     */
    record Rotary(List<Double> periods) implements Positions {
        public Rotary {
            periods = List.copyOf(periods);
            if (!periods.stream().allMatch(period -> period > 0 && Double.isFinite(period))) {
                throw new IllegalArgumentException("Rotary positions need positive periods, got " + periods);
            }
        }

        /**
         * The periods θ^(4k/d), k &lt; d/4, of heads of width d.
         *
         * @param theta what the longest period tends to
         */
        public static Rotary of(double theta, int headDim) {
            return new Rotary(IntStream.range(0, headDim / 4)
                    .mapToObj(k -> Math.pow(theta, 4.0 * k / headDim))
                    .toList());
        }
    }

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
