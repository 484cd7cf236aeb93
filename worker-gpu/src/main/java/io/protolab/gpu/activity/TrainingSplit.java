package io.protolab.gpu.activity;

import io.protolab.gpu.features.Progress;
import io.protolab.gpu.features.TrainingViews;
import io.protolab.gpu.training.TokenBatch;
import io.protolab.gpu.training.TokenBatches;
import io.protolab.platform.experiment.ComputeIdentity;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The training images: as they are, and in each epoch in its random view where there are views. */
final class TrainingSplit implements TokenBatches, AutoCloseable {
    private final SplitTokens plain;
    private final @Nullable TrainingViews views;
    private final Progress progress;

    /**
     * The images of a training.
     *
     * @param views null where every epoch sees the images as they are
     * @param progress hears of views that have to be computed
     */
    TrainingSplit(SplitTokens plain, @Nullable TrainingViews views, Progress progress) {
        this.plain = plain;
        this.views = views;
        this.progress = progress;
    }

    @Override
    public int imageCount() {
        return plain.imageCount();
    }

    @Override
    public TokenBatch gather(int[] images) {
        return plain.gather(images);
    }

    @Override
    public List<ComputeIdentity> featureIdentities() throws IOException {
        Set<ComputeIdentity> identities = new LinkedHashSet<>(plain.featureIdentities());
        if (views != null) {
            identities.addAll(views.computedUnder());
        }
        return List.copyOf(identities);
    }

    @Override
    public TokenBatches inEpoch(int epoch) throws IOException {
        return views == null ? plain : plain.in(views.inEpoch(epoch, progress));
    }

    @Override
    public void close() throws IOException {
        if (views != null) {
            views.close();
        }
    }
}
