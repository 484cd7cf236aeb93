package io.protolab.gpu.activity;

import io.protolab.gpu.features.DatasetFeatures;
import io.protolab.gpu.features.FeatureSets;
import io.protolab.gpu.features.Progress;
import io.protolab.gpu.features.TrainingViews;
import io.protolab.platform.artifact.Volume;
import io.protolab.platform.dataset.Split;
import io.protolab.platform.experiment.AugmentationSpec;
import io.protolab.platform.experiment.BackboneSpec;
import io.protolab.platform.experiment.TrialSpec;
import io.protolab.platform.workflow.FeatureRequest;
import io.protolab.platform.workflow.TrialInput;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The patch tokens a trial was promised; computed again where they were evicted or are on another volume. */
final class TrialFeatures {
    private TrialFeatures() {}

    /** @throws IllegalArgumentException if the weights are no longer those that the trial was planned with */
    static DatasetFeatures open(FeatureSets sets, TrialInput trial, Progress progress) throws IOException {
        TrialSpec spec = trial.spec();
        DatasetFeatures features = open(sets, request(trial), progress);
        if (!features.reference().key().equals(trial.features().key())) {
            throw new IllegalArgumentException("trial " + trial.trialId() + " was planned with feature set "
                    + trial.features().key() + ", but backbone "
                    + spec.backbone().name() + " gives "
                    + features.reference().key()
                    + " here; its weights changed or differ between workers, submit the sweep again");
        }
        return features;
    }

    /** Weights were there when the sweep was prepared: if their directory is gone as well, its volume is. */
    private static DatasetFeatures open(FeatureSets sets, FeatureRequest request, Progress progress)
            throws IOException {
        try {
            return sets.open(request, progress);
        } catch (NoSuchFileException missing) {
            BackboneSpec backbone = request.backbone();
            Path directory =
                    Path.of(backbone.weights()).toAbsolutePath().normalize().getParent();
            if (backbone.fromFile() && directory != null) {
                Volume.requireAround("backbone " + backbone.name(), directory, "the directory of its weights", missing);
            }
            throw missing;
        }
    }

    /** The training images as a trial's epochs see them; to be closed. */
    static TrainingSplit training(FeatureSets sets, TrialInput trial, DatasetFeatures features, Progress progress)
            throws IOException {
        AugmentationSpec augmentation = trial.spec().training().augmentation();
        TrainingViews views =
                augmentation.kind() == AugmentationSpec.Kind.NONE ? null : sets.views(request(trial), augmentation);
        return new TrainingSplit(SplitTokens.of(features, Split.TRAIN), views, progress);
    }

    static FeatureRequest request(TrialInput trial) {
        TrialSpec spec = trial.spec();
        return FeatureRequest.of(
                trial.dataset(), spec.dataset().kind(), spec.backbone(), spec.evaluation(), spec.switches());
    }
}
