package io.protolab.cpu.dataset.flatbirds;

import java.util.OptionalInt;

/**
 * A picture and what its patches show.
 *
 * @param rgb size · size · 3 bytes, row by row, red, green, blue
 * @param parts patches · {@value #PARTS} values 0 or 1, patch by patch in row order: does the patch show beak, eye, foot,
 *     tail, wing, body in at least 6 of 64 pixels
 * @param variants 5 ids, one per part in the order beak, eye, foot, tail, wing: the place of the bird's variant among all
 *     {@link Part#VARIANT_COUNT} (beaks 0–3, eyes 4–6, feet 7–10, tails 11–19, wings 20–25), or −1 where the part is
 *     removed. They hold in every patch that shows the part.
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier to a tensor, never compared
public record PretrainingSample(byte[] rgb, byte[] parts, int[] variants) {

    /** The five parts and the body. */
    public static final int PARTS = 6;

    /** Pixels of one kind that make a patch show it, as a fraction of the patch: 6 of 64. */
    private static final int SHOWN_NUMERATOR = 6;

    private static final int SHOWN_DENOMINATOR = 64;

    static PretrainingSample of(byte[] rgb, PartMap map, PartCombination bird, int patchSize) {
        return new PretrainingSample(rgb, shownParts(map, patchSize), variants(bird));
    }

    private static byte[] shownParts(PartMap map, int patchSize) {
        int patchesPerRow = map.size() / patchSize;
        int[] counts = new int[patchesPerRow * patchesPerRow * PARTS];
        for (int y = 0; y < map.size(); y++) {
            for (int x = 0; x < map.size(); x++) {
                int pixel = map.pixels()[y * map.size() + x];
                if (pixel != PartInstance.SKY) {
                    int patch = y / patchSize * patchesPerRow + x / patchSize;
                    part(pixel).ifPresent(part -> counts[patch * PARTS + part]++);
                }
            }
        }
        byte[] shown = new byte[counts.length];
        for (int i = 0; i < counts.length; i++) {
            boolean enough = counts[i] * SHOWN_DENOMINATOR >= SHOWN_NUMERATOR * patchSize * patchSize;
            shown[i] = (byte) (enough ? 1 : 0);
        }
        return shown;
    }

    private static int[] variants(PartCombination bird) {
        return Part.ALL.stream()
                .mapToInt(part -> bird.variant(part).stream()
                        .map(variant -> part.firstVariantId() + variant)
                        .findFirst()
                        .orElse(-1))
                .toArray();
    }

    private static OptionalInt part(int mapRgb) {
        for (PartInstance instance : PartInstance.ALL) {
            if (instance.mapRgb() == mapRgb) {
                return OptionalInt.of(instance.part().map(Part.ALL::indexOf).orElse(PARTS - 1));
            }
        }
        return OptionalInt.empty();
    }
}
