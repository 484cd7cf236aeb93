package io.protolab.gpu.features;

import io.protolab.gpu.augment.AugmentedView;
import io.protolab.gpu.image.InputNoise;
import io.protolab.gpu.image.ManifestImages;
import io.protolab.gpu.image.Preprocessing;
import io.protolab.gpu.model.Backbone;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.model.TransformerCut;
import io.protolab.gpu.model.VisionTransformer;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.platform.dataset.DatasetManifest;
import io.protolab.platform.dataset.Split;
import io.protolab.platform.workflow.FeatureRequest;
import io.protolab.platform.workflow.FeatureSet;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a request comes down to: which rows from which inputs, under which content address.
 *
 * @param rows of a set of the images as they are
 * @param grid how the patches of an image lie
 * @param cut above which the backbone learns; null for a frozen one
 * @param size of what is kept; nothing is if the whole backbone learns
 */
record FeaturePlan(
        FeatureRequest request,
        DatasetManifest manifest,
        Preprocessing preprocessing,
        BackboneWeights weights,
        FeatureRows rows,
        PatchGrid grid,
        @Nullable TransformerCut cut,
        FeatureKey key,
        FeatureDimensions size,
        InputImages inputs) {
    /** The images as they are. */
    static FeaturePlan of(FeatureRequest request, DatasetManifest manifest) throws IOException {
        FeatureRows rows = FeatureRows.of(manifest);
        boolean partMaps = FeatureRows.hasPartMaps(manifest);
        BackboneWeights weights = BackboneWeights.of(request.backbone());
        Preprocessing preprocessing =
                Preprocessing.of(weights.expected(), request.switches(), partMaps, request.centre());
        InputNoise noise = partMaps ? InputNoise.of(request.evaluation(), request.switches()) : null;
        PatchGrid grid = weights.grid();
        FeatureKey key = FeatureKey.of(
                weights.sha256(),
                weights.shape().<Object>map(shape -> shape).orElse(grid),
                preprocessing,
                request.dataset().manifest().sha256(),
                noise);
        TransformerCut cut = weights.cut().orElse(null);
        int prefix = cut == null ? 0 : weights.shape().orElseThrow().prefixTokenCount();
        return new FeaturePlan(
                request,
                manifest,
                preprocessing,
                weights,
                rows,
                grid,
                cut,
                cut == null ? key : key.ofLayer(cut.layer()),
                new FeatureDimensions(rows.count(), prefix + grid.patchCount(), weights.dim()),
                new DatasetInputs(new ManifestImages(manifest, preprocessing), rows, noise));
    }

    /** Whether nothing of the backbone is frozen, so that images are decoded whenever they are needed. */
    boolean isLive() {
        return cut != null && cut.atPixels();
    }

    /** The inputs themselves. */
    TokenRows pixels() {
        return new PixelRows(inputs::input, preprocessing.size());
    }

    /** The training images in a view. */
    FeaturePlan ofView(AugmentedView view) {
        ViewInputs views =
                new ViewInputs(new ManifestImages(manifest, preprocessing), manifest.rows(Split.TRAIN), view);
        return new FeaturePlan(
                request,
                manifest,
                preprocessing,
                weights,
                rows,
                grid,
                cut,
                key.ofView(view),
                new FeatureDimensions(views.count(), size.tokens(), size.dim()),
                views);
    }

    /** What travels. */
    FeatureSet reference() {
        return new FeatureSet(
                key.sha256(),
                request.dataset().name(),
                request.backbone().name(),
                size.rows(),
                size.tokens(),
                size.dim(),
                isLive() ? 0 : size.bytes(),
                weights.sha256(),
                preprocessing.framing().region());
    }

    /** Runs all inputs through the backbone, or through its frozen part. */
    void compute(Backbone backbone, TokenSink sink, Progress progress) throws IOException {
        UnaryOperator<Tensor> tokens = cut != null && backbone instanceof VisionTransformer transformer
                ? pixels -> transformer.tokensEntering(cut.block(), pixels)
                : backbone::patchTokens;
        new PatchTokens(tokens, preprocessing.size(), grid.patchCount() * size.dim())
                .compute(inputs.count(), inputs::input, sink, progress);
    }
}
