package io.protolab.gpu.features;

import io.protolab.gpu.image.Preprocessing;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.platform.dataset.DatasetManifest;
import io.protolab.platform.workflow.FeatureSet;

/**
 * A dataset as a frozen backbone sees it.
 *
 * @param reference what travels
 * @param rows which row of the tokens is what
 * @param grid how the patches of an image lie
 * @param preprocessing between image files and the backbone
 */
public record DatasetFeatures(
        FeatureSet reference,
        DatasetManifest manifest,
        FeatureRows rows,
        PatchGrid grid,
        Preprocessing preprocessing,
        CachedFeatures tokens) {}
