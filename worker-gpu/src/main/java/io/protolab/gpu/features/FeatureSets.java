package io.protolab.gpu.features;

import io.protolab.gpu.image.InputNoise;
import io.protolab.gpu.image.ManifestImages;
import io.protolab.gpu.image.Preprocessing;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.model.VisionTransformer;
import io.protolab.gpu.model.VitShape;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.dataset.DatasetManifest;
import io.protolab.platform.json.Json;
import io.protolab.platform.workflow.FeatureRequest;
import io.protolab.platform.workflow.FeatureSet;
import java.io.IOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From what a sweep asks for to patch tokens, computed now or before. Thread-safe. */
public final class FeatureSets {
    private static final Logger log = LoggerFactory.getLogger(FeatureSets.class);

    private final ArtifactStore artifacts;
    private final FeatureCache cache;

    public FeatureSets(ArtifactStore artifacts, FeatureCache cache) {
        this.artifacts = artifacts;
        this.cache = cache;
    }

    /**
     * The patch tokens of a dataset, which are computed if they are not there.
     *
     * @param progress hears of images while they are computed
     * @throws IOException if weights or images are missing, unreadable or changed, or the disk does not serve
     */
    public DatasetFeatures open(FeatureRequest request, Progress progress) throws IOException {
        DatasetManifest manifest = Json.mapper()
                .readValue(Files.readAllBytes(artifacts.fetch(request.dataset().manifest())), DatasetManifest.class);
        FeatureRows rows = FeatureRows.of(manifest);
        boolean partMaps = FeatureRows.hasPartMaps(manifest);
        BackboneWeights weights = BackboneWeights.of(request.backbone());
        Preprocessing preprocessing = Preprocessing.of(weights.expected(), request.switches(), partMaps);
        InputNoise noise = partMaps ? InputNoise.of(request.evaluation(), request.switches()) : null;
        VitShape shape = weights.shape();
        int side = preprocessing.size() / shape.patch();
        PatchGrid grid = new PatchGrid(side, side);
        FeatureKey key = FeatureKey.of(
                weights.sha256(),
                shape,
                preprocessing,
                request.dataset().manifest().sha256(),
                noise);
        FeatureDimensions size = new FeatureDimensions(rows.count(), grid.patchCount(), shape.dim());
        CachedFeatures tokens = cache.open(
                key, size, writer -> compute(writer, weights, manifest, rows, preprocessing, noise, progress));
        FeatureSet reference = new FeatureSet(
                key.sha256(),
                request.dataset().name(),
                request.backbone().name(),
                size.rows(),
                size.tokens(),
                size.dim(),
                size.bytes(),
                weights.sha256());
        return new DatasetFeatures(reference, manifest, rows, grid, preprocessing, tokens);
    }

    private static void compute(
            FeatureWriter writer,
            BackboneWeights weights,
            DatasetManifest manifest,
            FeatureRows rows,
            Preprocessing preprocessing,
            @Nullable InputNoise noise,
            Progress progress)
            throws IOException {
        log.info(
                "computing {} rows of {} under {}",
                rows.count(),
                manifest.name(),
                weights.backbone().name());
        try (VisionTransformer backbone = weights.load()) {
            ManifestImages images = new ManifestImages(manifest, preprocessing);
            new FeatureExtractor(backbone, images, rows, noise, preprocessing.size()).extract(writer, progress);
        }
    }
}
