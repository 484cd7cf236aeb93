package io.protolab.cpu.dataset.flatbirds;

import io.protolab.platform.dataset.Split;
import java.util.Locale;

/**
 * The scenes of a profile's two splits. Images are numbered through a split, class by class, so that class c owns one
 * block of numbers.
 */
final class FlatBirdsScenes {

    private final FlatBirdsProfile profile;
    private final ClassTable classTable;

    FlatBirdsScenes(FlatBirdsProfile profile) {
        this.profile = profile;
        this.classTable = profile.classTable();
    }

    ClassTable classTable() {
        return classTable;
    }

    /** Number of images of a split; there is no validation split. */
    int count(Split split) {
        return profile.classes() * perClass(split);
    }

    int label(Split split, int index) {
        return index / perClass(split);
    }

    BirdScene scene(Split split, int index) {
        FieldRandom random = new FieldRandom(profile.seed(), split.name().toLowerCase(Locale.ROOT), index);
        PartCombination complete = classTable.classes().get(label(split, index));
        double removal = split == Split.TRAIN ? profile.partRemoval() : 0;
        return BirdScene.draw(
                PartRemoval.apply(complete, random, removal), random, profile.size(), profile.distractors());
    }

    private int perClass(Split split) {
        return switch (split) {
            case TRAIN -> profile.trainPerClass();
            case TEST -> profile.testPerClass();
            case VALIDATION -> 0;
        };
    }
}
