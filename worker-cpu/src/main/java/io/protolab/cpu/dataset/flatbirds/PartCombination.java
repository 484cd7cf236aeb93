package io.protolab.cpu.dataset.flatbirds;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Which variant of each part a bird has. A part without an entry is removed: the bird is drawn without it.
 *
 * @param variants variant by part, each from 0 to {@link Part#variants()} − 1
 */
public record PartCombination(Map<Part, Integer> variants) {

    public PartCombination {
        Map<Part, Integer> copy = new EnumMap<>(Part.class);
        copy.putAll(variants);
        copy.forEach((part, variant) -> {
            if (variant < 0 || variant >= part.variants()) {
                throw new IllegalArgumentException(
                        "%s variant %d: must be from 0 to %d".formatted(part.key(), variant, part.variants() - 1));
            }
        });
        variants = Collections.unmodifiableMap(copy);
    }

    /** A complete bird. */
    public static PartCombination of(int beak, int eye, int foot, int tail, int wing) {
        return new PartCombination(
                Map.of(Part.BEAK, beak, Part.EYE, eye, Part.FOOT, foot, Part.TAIL, tail, Part.WING, wing));
    }

    /** Absent where the part is removed. */
    public OptionalInt variant(Part part) {
        Integer variant = variants.get(part);
        return variant == null ? OptionalInt.empty() : OptionalInt.of(variant);
    }

    public boolean has(Part part) {
        return variants.containsKey(part);
    }

    /** The same bird with every part removed that is not among those kept. */
    public PartCombination keeping(Collection<Part> kept) {
        Map<Part, Integer> rest = new EnumMap<>(Part.class);
        rest.putAll(variants);
        rest.keySet().retainAll(kept);
        return new PartCombination(rest);
    }

    /** The same bird with another variant of one part. */
    public PartCombination with(Part part, int variant) {
        Map<Part, Integer> changed = new EnumMap<>(Part.class);
        changed.putAll(variants);
        changed.put(part, variant);
        return new PartCombination(changed);
    }

    /** Number of parts in which two birds differ, 0 to 5. */
    public int distance(PartCombination other) {
        int distance = 0;
        for (Part part : Part.ALL) {
            if (!variant(part).equals(other.variant(part))) {
                distance++;
            }
        }
        return distance;
    }
}
