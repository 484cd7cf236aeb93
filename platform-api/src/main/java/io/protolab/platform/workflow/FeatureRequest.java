package io.protolab.platform.workflow;

import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.experiment.AugmentationSpec;
import io.protolab.platform.experiment.BackboneSpec;
import io.protolab.platform.experiment.DatasetKind;
import io.protolab.platform.experiment.EvaluationSpec;
import io.protolab.platform.experiment.ReferenceSwitches;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the patch tokens of a dataset, or for those of its training images in one random view.
 *
 * @param evaluation says which noisy copies are needed
 * @param centre side of the central square that images are cut to before the backbone frames them; absent for whole images
 * @param view absent for the images as they are
 */
public record FeatureRequest(
        PreparedDataset dataset,
        BackboneSpec backbone,
        EvaluationSpec evaluation,
        ReferenceSwitches switches,
        @Nullable Integer centre,
        @Nullable View view) {
    /**
     * A random view.
     *
     * @param augmentation how it is drawn, and how many there will be
     * @param number counted from 0
     */
    public record View(AugmentationSpec augmentation, int number) {}

    /** Asks for the images as they are. */
    public static FeatureRequest of(
            PreparedDataset dataset,
            DatasetKind kind,
            BackboneSpec backbone,
            EvaluationSpec evaluation,
            ReferenceSwitches switches) {
        Integer centre = switches.centreCrop(kind).orElse(null);
        return new FeatureRequest(dataset, backbone, evaluation, switches, centre, null);
    }

    /** Asks for a view of the same images. */
    public FeatureRequest withView(AugmentationSpec augmentation, int number) {
        return new FeatureRequest(dataset, backbone, evaluation, switches, centre, new View(augmentation, number));
    }
}
