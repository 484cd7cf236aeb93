package io.protolab.cpu.dataset.flatbirds;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which changed pictures are written for each test image. Background deletions come with all but {@link #NONE}. */
public enum Interventions {
    /** No changed pictures. */
    NONE,
    /** The complete bird and the five birds that lack one part. */
    SINGLE,
    /** All 32 subsets of the five parts. */
    ALL;

    private static final int SUBSETS = 1 << Part.ALL.size();

    /** The kept parts of each changed picture. */
    public List<Set<Part>> keptParts() {
        Stream<Set<Part>> subsets = IntStream.range(0, SUBSETS).mapToObj(Interventions::subset);
        return switch (this) {
            case NONE -> List.of();
            case SINGLE ->
                subsets.filter(kept -> kept.size() >= Part.ALL.size() - 1).toList();
            case ALL -> subsets.toList();
        };
    }

    /** The word used in specs: {@code none}, {@code single}, {@code all}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** FunnyBirds' file name of a changed picture: {@code body_}, then the kept parts joined by underscores. */
    public static String fileName(Set<Part> kept) {
        return kept.stream().map(Part::key).sorted().collect(Collectors.joining("_", "body_", ".png"));
    }

    private static Set<Part> subset(int bits) {
        Set<Part> kept = EnumSet.noneOf(Part.class);
        for (int i = 0; i < Part.ALL.size(); i++) {
            if (((bits >> i) & 1) == 1) {
                kept.add(Part.ALL.get(i));
            }
        }
        return kept;
    }
}
