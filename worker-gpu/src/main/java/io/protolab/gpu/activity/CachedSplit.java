package io.protolab.gpu.activity;

import io.protolab.gpu.features.CachedFeatures;
import io.protolab.gpu.features.DatasetFeatures;
import io.protolab.gpu.training.TokenBatch;
import io.protolab.gpu.training.TokenBatches;
import io.protolab.platform.dataset.Split;

/** One split of a feature set, as the training loop wants it. */
final class CachedSplit implements TokenBatches {
    private final CachedFeatures tokens;
    private final int[] rows;
    private final int[] labels;

    CachedSplit(DatasetFeatures features, Split split) {
        this.tokens = features.tokens();
        this.rows = features.manifest().rows(split);
        this.labels = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            labels[i] = features.manifest().images().get(rows[i]).label();
        }
    }

    @Override
    public int imageCount() {
        return rows.length;
    }

    @Override
    public TokenBatch gather(int[] images) {
        int[] chosenRows = new int[images.length];
        int[] chosenLabels = new int[images.length];
        for (int i = 0; i < images.length; i++) {
            chosenRows[i] = rows[images[i]];
            chosenLabels[i] = labels[images[i]];
        }
        return new TokenBatch(tokens.gather(chosenRows), chosenLabels);
    }
}
