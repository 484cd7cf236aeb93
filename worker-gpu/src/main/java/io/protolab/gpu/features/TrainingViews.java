package io.protolab.gpu.features;

import io.protolab.gpu.augment.AugmentedView;
import io.protolab.gpu.model.Backbone;
import io.protolab.platform.experiment.AugmentationSpec;
import io.protolab.platform.experiment.ComputeIdentity;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The training images in the random view of each epoch: from the cache, where a missing set is computed again, or computed for the epoch
 * and kept no longer. Both give the same bits. For one thread at a time.
 */
public final class TrainingViews implements AutoCloseable {
    private final FeaturePlan plan;
    private final FeatureCache cache;
    private final AugmentationSpec augmentation;
    private final Map<Integer, TokenRows> opened = new HashMap<>();
    private @Nullable Backbone backbone;
    private @Nullable ScratchTokens scratch;
    private int scratchView = -1;

    TrainingViews(FeaturePlan plan, FeatureCache cache, AugmentationSpec augmentation) {
        this.plan = plan;
        this.cache = cache;
        this.augmentation = augmentation;
    }

    /**
     * Tokens of the training images, one row each in the order of the manifest; valid until the next call, which is to be
     * made outside any tensor scope, because a backbone may have to stay.
     *
     * @param epoch counted from 0
     * @param progress hears of images while they are computed
     */
    public TokenRows inEpoch(int epoch, Progress progress) throws IOException {
        int view = augmentation.viewOf(epoch);
        FeaturePlan viewed = plan.ofView(AugmentedView.of(augmentation, view));
        if (plan.isLive()) {
            return viewed.pixels();
        }
        return augmentation.keepsViews() ? cached(view, viewed, progress) : live(view, viewed, progress);
    }

    /** Under what the views that are stored by now were computed, each once; whatever is missing will be computed here. */
    public List<ComputeIdentity> computedUnder() throws IOException {
        Set<ComputeIdentity> identities = new LinkedHashSet<>();
        int stored = plan.isLive() || !augmentation.keepsViews() ? 0 : augmentation.views();
        for (int view = 0; view < stored; view++) {
            FeatureKey key = plan.ofView(AugmentedView.of(augmentation, view)).key();
            cache.computedUnder(key).ifPresent(identities::add);
        }
        return List.copyOf(identities);
    }

    private TokenRows cached(int view, FeaturePlan viewed, Progress progress) throws IOException {
        TokenRows known = opened.get(view);
        if (known != null) {
            return known;
        }
        TokenRows tokens = FeatureSets.open(cache, viewed, progress);
        opened.put(view, tokens);
        return tokens;
    }

    private TokenRows live(int view, FeaturePlan viewed, Progress progress) throws IOException {
        if (backbone == null) {
            backbone = plan.weights().load();
        }
        if (scratch == null) {
            scratch = cache.scratch(viewed.size());
        }
        if (scratchView != view) {
            scratchView = -1; // half a view is none
            scratch.rewind();
            viewed.compute(backbone, scratch, progress);
            scratchView = view;
        }
        return scratch;
    }

    @Override
    public void close() throws IOException {
        if (backbone != null) {
            backbone.close();
        }
        if (scratch != null) {
            scratch.close();
        }
    }
}
