package io.protolab.cpu.dataset.flatbirds;

import java.util.ArrayList;
import java.util.List;

/**
 * Everything that decides a FlatBirds dataset. Equal profiles give equal datasets.
 *
 * @param classes 2 to 1000
 * @param size pixels per side, 16 to 1024
 * @param trainPerClass at least 1
 * @param testPerClass at least 1
 * @param distractors most background objects of a picture, 0 to 34 as in FunnyBirds; 0 gives plain sky
 * @param partRemoval share of the training images in which 0 to 5 random parts are removed; test images are complete
 * @param interventions changed pictures of the test images
 * @param seed of classes and scenes
 */
public record FlatBirdsProfile(
        int classes,
        int size,
        int trainPerClass,
        int testPerClass,
        int distractors,
        double partRemoval,
        Interventions interventions,
        long seed) {

    /** The easy one: colours alone already separate many of the 10 classes. */
    public static final FlatBirdsProfile FLATBIRDS_10 =
            new FlatBirdsProfile(10, 64, 60, 30, 4, 0, Interventions.SINGLE, 0);

    /** The hard one: 20 classes, but only 9 combinations of tail and wing colour. */
    public static final FlatBirdsProfile FLATBIRDS_20 =
            new FlatBirdsProfile(20, 64, 60, 20, 4, 0, Interventions.SINGLE, 0);

    /** For tests of everything behind it. */
    public static final FlatBirdsProfile SMOKE = new FlatBirdsProfile(10, 64, 40, 5, 0, 0, Interventions.SINGLE, 0);

    public FlatBirdsProfile {
        List<String> problems = new ArrayList<>();
        check("classes", classes, 2, 1000, problems);
        check("size", size, 16, 1024, problems);
        check("trainPerClass", trainPerClass, 1, 100_000, problems);
        check("testPerClass", testPerClass, 1, 100_000, problems);
        check("distractors", distractors, 0, 34, problems);
        if (!(partRemoval >= 0 && partRemoval <= 1)) {
            problems.add("partRemoval %s: must be from 0 to 1".formatted(partRemoval));
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("FlatBirds profile: " + String.join("; ", problems));
        }
    }

    public ClassTable classTable() {
        return ClassTable.draw(classes, seed);
    }

    /** Short and different for every profile, for example {@code flatbirds-20-64px-60+20-bg4-removal0.0-single-seed0}. */
    String folderName() {
        return "flatbirds-%d-%dpx-%d+%d-bg%d-removal%s-%s-seed%d"
                .formatted(
                        classes,
                        size,
                        trainPerClass,
                        testPerClass,
                        distractors,
                        partRemoval,
                        interventions.word(),
                        seed);
    }

    private static void check(String field, int value, int low, int high, List<String> problems) {
        if (value < low || value > high) {
            problems.add("%s %d: must be from %d to %d".formatted(field, value, low, high));
        }
    }
}
