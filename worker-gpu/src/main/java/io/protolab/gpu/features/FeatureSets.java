package io.protolab.gpu.features;

import io.protolab.gpu.augment.AugmentedView;
import io.protolab.gpu.model.Backbone;
import io.protolab.gpu.model.UpperTransformer;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.dataset.DatasetManifest;
import io.protolab.platform.experiment.AugmentationSpec;
import io.protolab.platform.json.Json;
import io.protolab.platform.workflow.FeatureRequest;
import io.protolab.platform.workflow.FeatureSet;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.stream.IntStream;
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
     * The patch tokens of a dataset as it is, which are computed if they are not there.
     *
     * @param progress hears of images while they are computed
     * @throws IOException if weights or images are missing, unreadable or changed, or the disk does not serve
     */
    public DatasetFeatures open(FeatureRequest request, Progress progress) throws IOException {
        FeaturePlan plan = plan(request);
        return new DatasetFeatures(
                plan.reference(),
                plan.manifest(),
                plan.rows(),
                plan.grid(),
                plan.preprocessing(),
                plan.cut(),
                open(cache, plan, progress));
    }

    /** As {@link #open}, of the view that is asked for, if one is; the tokens stay where they are. */
    public FeatureSet extract(FeatureRequest request, Progress progress) throws IOException {
        FeatureRequest.View view = request.view();
        FeaturePlan plan = plan(request);
        if (view != null) {
            foresee(plan, view);
            plan = plan.ofView(AugmentedView.of(view.augmentation(), view.number()));
        }
        open(cache, plan, progress);
        return plan.reference();
    }

    /** The part of a backbone that learns, as it is before it does; empty for a frozen one. */
    public Optional<UpperTransformer> learningPart(FeatureRequest request) throws IOException {
        FeaturePlan plan = plan(request);
        return plan.cut() == null
                ? Optional.empty()
                : Optional.of(UpperTransformer.takenFrom(plan.weights().transformer(), plan.cut()));
    }

    /** The training images of a dataset in random views, opened or computed as epochs ask for them; to be closed. */
    public TrainingViews views(FeatureRequest request, AugmentationSpec augmentation) throws IOException {
        return new TrainingViews(plan(request), cache, augmentation);
    }

    private FeaturePlan plan(FeatureRequest request) throws IOException {
        return FeaturePlan.of(
                request,
                Json.mapper()
                        .readValue(
                                Files.readAllBytes(
                                        artifacts.fetch(request.dataset().manifest())),
                                DatasetManifest.class)
                        .at(request.dataset().root()));
    }

    /** Says what all views together take, and does not begin what will not fit. */
    private void foresee(FeaturePlan plan, FeatureRequest.View view) throws IOException {
        int views = view.augmentation().views();
        long missing = IntStream.range(view.number(), views)
                .filter(number -> !cache.holds(plan.ofView(AugmentedView.of(view.augmentation(), number))
                        .key()))
                .count();
        long bytes =
                plan.ofView(AugmentedView.of(view.augmentation(), 0)).size().bytes();
        log.info(
                "{} views of {} under {} take {} bytes each, {} in all; {} of them are missing",
                views,
                plan.manifest().name(),
                plan.weights().backbone().name(),
                bytes,
                views * bytes,
                missing);
        cache.requireSpace("patch tokens of " + missing + " views", missing * bytes);
    }

    static TokenRows open(FeatureCache cache, FeaturePlan plan, Progress progress) throws IOException {
        if (plan.isLive()) {
            return plan.pixels();
        }
        return cache.open(plan.key(), plan.size(), sink -> {
            log.info(
                    "computing {} rows of {} under {}",
                    plan.size().rows(),
                    plan.manifest().name(),
                    plan.weights().backbone().name());
            try (Backbone backbone = plan.weights().load()) {
                plan.compute(backbone, sink, progress);
            }
        });
    }
}
