package io.protolab.cpu.metrics;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Does a prototype mean the same part in all images of a class? ProtoS-ViT's adaptation of the consistency of Huang et al. (ICCV
 * 2023) to part maps: per class, prototypes that touch any part are kept; one is consistent if it touches some part in more than
 * a share of the images that show the part (0.8 in the paper). Pairs of class and prototype are pooled over the classes.
 *
 * @param consistentCount consistent pairs of class and prototype
 * @param pairCount pairs kept
 * @param droppedClassCount classes left out because one of their parts is never visible
 */
record Consistency(int consistentCount, int pairCount, int droppedClassCount) {
    /** What a part does that no image of a class shows. */
    enum UnseenPart {
        /** Nothing: the other parts decide. */
        IGNORED,
        /** As the published code divides 0 by 0: every prototype of the class is left out. */
        DROPS_CLASS
    }

    /**
     * Pools the prototypes of all classes.
     *
     * @param images one per image
     * @param labels true class per image, same order
     * @param consistentAbove share of a part's images, in [0, 1], that must be exceeded
     */
    static Consistency of(List<PartTouch> images, int[] labels, UnseenPart unseenPart, double consistentAbove) {
        Map<Integer, List<PartTouch>> byClass = new TreeMap<>();
        for (int image = 0; image < labels.length; image++) {
            byClass.computeIfAbsent(labels[image], c -> new ArrayList<>()).add(images.get(image));
        }
        int consistent = 0;
        int kept = 0;
        int dropped = 0;
        for (List<PartTouch> ofClass : byClass.values()) {
            long[] shown = shown(ofClass);
            if (unseenPart == UnseenPart.DROPS_CLASS
                    && IntStream.range(0, shown.length).anyMatch(part -> shown[part] == 0)) {
                dropped++;
                continue;
            }
            for (int prototype = 0; prototype < ofClass.get(0).prototypeCount(); prototype++) {
                double rate = bestRate(ofClass, prototype, shown);
                kept += rate > 0 ? 1 : 0;
                consistent += rate > consistentAbove ? 1 : 0;
            }
        }
        return new Consistency(consistent, kept, dropped);
    }

    /**
     * The score of the published code, which drops classes and cannot score a split in which a class has a single image: it squeezes
     * the image axis away and stops.
     */
    static OptionalDouble asPublished(List<PartTouch> images, int[] labels, double consistentAbove) {
        boolean stops = IntStream.of(labels)
                .boxed()
                .collect(groupingBy(identity(), counting()))
                .containsValue(1L);
        return stops
                ? OptionalDouble.empty()
                : of(images, labels, UnseenPart.DROPS_CLASS, consistentAbove).score();
    }

    /** The share of consistent pairs in [0, 1], higher is better; empty if no prototype touches anything. */
    OptionalDouble score() {
        return pairCount == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) consistentCount / pairCount);
    }

    private static long[] shown(List<PartTouch> images) {
        return IntStream.range(0, images.get(0).partCount())
                .mapToLong(part ->
                        images.stream().filter(image -> image.shows(part)).count())
                .toArray();
    }

    private static double bestRate(List<PartTouch> images, int prototype, long[] shown) {
        return IntStream.range(0, shown.length)
                .filter(part -> shown[part] > 0)
                .mapToDouble(part -> (double) images.stream()
                                .filter(image -> image.touches(prototype, part))
                                .count()
                        / shown[part])
                .max()
                .orElse(0);
    }
}
