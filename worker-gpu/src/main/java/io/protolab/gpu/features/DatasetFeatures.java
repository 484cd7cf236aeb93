package io.protolab.gpu.features;

import io.protolab.gpu.image.Preprocessing;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.model.TransformerCut;
import io.protolab.platform.dataset.DatasetManifest;
import io.protolab.platform.workflow.FeatureSet;
import org.jspecify.annotations.Nullable;

/**
 * A dataset as the frozen part of a backbone sees it.
 *
 * @param reference what travels
 * @param rows which row of the tokens is what
 * @param grid how the patches of an image lie
 * @param preprocessing between image files and the backbone
 * @param cut above which the backbone learns, so that the tokens are those that enter it; null for a frozen one
 * @param tokens patch tokens, what passes the cut, or pixels
 */
public record DatasetFeatures(
        FeatureSet reference,
        DatasetManifest manifest,
        FeatureRows rows,
        PatchGrid grid,
        Preprocessing preprocessing,
        @Nullable TransformerCut cut,
        TokenRows tokens) {}
