package io.protolab.cpu.dataset.flatbirds;

import java.util.Comparator;
import java.util.List;

/** Removes k random parts, k uniform from 0 to 5, in a share of the pictures. */
final class PartRemoval {

    private PartRemoval() {}

    static PartCombination apply(PartCombination parts, FieldRandom random, double probability) {
        if (!random.chance("removal", probability)) {
            return parts;
        }
        int removed = random.below("removalCount", Part.ALL.size() + 1);
        List<Part> kept = Part.ALL.stream()
                .sorted(Comparator.comparingLong(part -> random.bits("removalOrder." + part.key())))
                .skip(removed)
                .toList();
        return parts.keeping(kept);
    }
}
