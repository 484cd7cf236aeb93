package io.protolab.cpu.metrics;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The pixels of each part of one image, every instance widened by a 5×5 maximum filter as the FunnyBirds protocols do.
 *
 * @param size pixels per side of the square image
 * @param instances per part of the palette, one set of row-major pixels per instance; an invisible instance is an empty set
 */
record PartMasks(int size, List<List<BitSet>> instances) {
    private static final int REACH = 2;

    PartMasks {
        instances = instances.stream().map(List::copyOf).toList();
    }

    /**
     * Reads the masks off a part map.
     *
     * @param partMap row-major 0xRRGGBB of a square part map; higher bits are ignored
     * @throws IllegalArgumentException if the map is not {@code size} × {@code size}
     */
    static PartMasks of(int[] partMap, int size, PartPalette palette) {
        if (partMap.length != size * size) {
            throw new IllegalArgumentException(
                    "a part map of %d pixels is not %d×%d".formatted(partMap.length, size, size));
        }
        List<List<BitSet>> instances = new ArrayList<>();
        for (PartPalette.Part part : palette.parts()) {
            instances.add(part.colours().stream()
                    .map(colour -> widened(partMap, size, colour))
                    .toList());
        }
        return new PartMasks(size, instances);
    }

    int partCount() {
        return instances.size();
    }

    /** The pixels that count for a part where one set per part is needed. */
    BitSet pixels(int part, PairedParts pairedParts) {
        List<BitSet> ofPart = instances.get(part);
        if (pairedParts == PairedParts.LAST) {
            return ofPart.get(ofPart.size() - 1);
        }
        BitSet union = new BitSet();
        ofPart.forEach(union::or);
        return union;
    }

    private static BitSet widened(int[] partMap, int size, int colour) {
        BitSet mask = new BitSet();
        for (int pixel = 0; pixel < partMap.length; pixel++) {
            if ((partMap[pixel] & 0xFFFFFF) == colour) {
                int column = pixel % size;
                int left = Math.min(column, REACH);
                int right = Math.min(size - 1 - column, REACH);
                for (int row = Math.max(0, pixel / size - REACH);
                        row <= Math.min(size - 1, pixel / size + REACH);
                        row++) {
                    mask.set(row * size + column - left, row * size + column + right + 1);
                }
            }
        }
        return mask;
    }
}
