package io.protolab.gpu.weights;

import java.util.Map;
import java.util.Optional;

/** Attention heads by width, as all published transformers of a family have them; no tensor tells. */
final class PublishedHeads {
    private static final Map<Integer, Integer> PLAIN =
            Map.of(192, 3, 384, 6, 768, 12, 1024, 16, 1152, 16, 1280, 16, 1408, 16, 1536, 24, 1664, 16);

    private static final Map<Integer, Integer> DINOV3 = Map.of(192, 3, 384, 6, 768, 12, 1024, 16, 1280, 20, 4096, 32);

    private PublishedHeads() {}

    /** How many there are; empty for a width that nobody published. */
    static Optional<Integer> of(Naming naming, int dim) {
        return Optional.ofNullable((naming.isDinov3() ? DINOV3 : PLAIN).get(dim));
    }
}
