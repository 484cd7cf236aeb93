package io.protolab.gpu.activity;

import io.protolab.gpu.features.DatasetFeatures;
import io.protolab.gpu.features.TokenRows;
import io.protolab.gpu.training.TokenBatch;
import io.protolab.gpu.training.TokenBatches;
import io.protolab.platform.dataset.Split;
import io.protolab.platform.experiment.ComputeIdentity;
import java.util.Arrays;
import java.util.List;

/** One split of a dataset, as the training loop wants it. */
final class SplitTokens implements TokenBatches {
    private final TokenRows tokens;
    private final int[] rows;
    private final int[] labels;

    /**
     * Some rows of a table of tokens.
     *
     * @param rows of the images in the order of the split
     * @param labels one class per image
     */
    private SplitTokens(TokenRows tokens, int[] rows, int[] labels) {
        this.tokens = tokens;
        this.rows = rows;
        this.labels = labels;
    }

    /** The images of a split as they are. */
    static SplitTokens of(DatasetFeatures features, Split split) {
        int[] rows = features.manifest().rows(split);
        int[] labels = Arrays.stream(rows)
                .map(row -> features.manifest().images().get(row).label())
                .toArray();
        return new SplitTokens(features.tokens(), rows, labels);
    }

    /** The same images from a table that holds nothing else. */
    SplitTokens in(TokenRows view) {
        int[] all = new int[rows.length];
        Arrays.setAll(all, i -> i);
        return new SplitTokens(view, all, labels);
    }

    @Override
    public int imageCount() {
        return rows.length;
    }

    @Override
    public List<ComputeIdentity> featureIdentities() {
        return tokens.computedUnder().stream().toList();
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
