package io.protolab.cpu.dataset.flatbirds;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The part combinations that are the classes, all different and complete. The last fifth are partners: each differs from
 * an earlier class in one part only, the parts in turn, so that no single part suffices to tell all classes apart.
 *
 * @param classes position is class number
 */
public record ClassTable(List<PartCombination> classes) {

    /** One distance-1 partner in this many classes. */
    private static final int CLASSES_PER_PARTNER = 5;

    private static final int MAX_CLASSES = 1000;

    public ClassTable {
        classes = List.copyOf(classes);
        if (new HashSet<>(classes).size() != classes.size()) {
            throw new IllegalArgumentException("class table: two classes have the same parts");
        }
    }

    /**
     * Draws a table; the same count and seed give the same table.
     *
     * @param count number of classes, 2 to 1000
     */
    public static ClassTable draw(int count, long seed) {
        if (count < 2 || count > MAX_CLASSES) {
            throw new IllegalArgumentException("classes %d: must be from 2 to %d, so that combinations of parts suffice"
                    .formatted(count, MAX_CLASSES));
        }
        FieldRandom random = new FieldRandom(seed, "classes", count);
        int partners = count / CLASSES_PER_PARTNER;
        Set<PartCombination> drawn = new LinkedHashSet<>();
        for (int attempt = 0; drawn.size() < count - partners; attempt++) {
            drawn.add(anyCombination(random, attempt));
        }
        List<PartCombination> bases = List.copyOf(drawn);
        for (int attempt = 0; drawn.size() < count; attempt++) {
            int partner = drawn.size() - bases.size();
            PartCombination base = bases.get(random.below("base" + attempt, bases.size()));
            drawn.add(changed(base, Part.ALL.get(partner % Part.ALL.size()), random, attempt));
        }
        return new ClassTable(List.copyOf(drawn));
    }

    public int size() {
        return classes.size();
    }

    /** Number of pairs of classes that differ in this number of parts, 1 to 5. */
    public int pairsAtDistance(int distance) {
        int pairs = 0;
        for (int one = 0; one < classes.size(); one++) {
            for (int other = one + 1; other < classes.size(); other++) {
                if (classes.get(one).distance(classes.get(other)) == distance) {
                    pairs++;
                }
            }
        }
        return pairs;
    }

    /** Uniform over all 2,592 complete birds; another attempt gives another, independent one. */
    static PartCombination anyCombination(FieldRandom random, int attempt) {
        return PartCombination.of(
                variant(random, Part.BEAK, attempt),
                variant(random, Part.EYE, attempt),
                variant(random, Part.FOOT, attempt),
                variant(random, Part.TAIL, attempt),
                variant(random, Part.WING, attempt));
    }

    private static int variant(FieldRandom random, Part part, int attempt) {
        return random.below(part.key() + attempt, part.variants());
    }

    private static PartCombination changed(PartCombination base, Part part, FieldRandom random, int attempt) {
        int step = 1 + random.below("step" + attempt, part.variants() - 1);
        int variant = base.variant(part).orElseThrow();
        return base.with(part, (variant + step) % part.variants());
    }
}
