package io.protolab.gpu.loss;

import io.protolab.gpu.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a slice has to know of the batch it was cut from, so that the losses of all slices add up to that of the batch.
 *
 * @param images in the batch
 * @param labelWeight the weights of the classes of all its labels, added up
 * @param similaritySums t_p over the whole batch: [P], a constant; null if the slice is the whole batch
 */
public record BatchTotals(
        int images, double labelWeight, @Nullable Tensor similaritySums) {
    /** The same, for a slice: t_p of the batch is more than that of the slice. */
    public BatchTotals withSimilaritySums(Tensor sums) {
        return new BatchTotals(images, labelWeight, sums);
    }

    /** A slice's part of a mean over the batch, from the mean over the slice. */
    Tensor share(Tensor sliceMean, int sliceImages) {
        return sliceImages == images ? sliceMean : sliceMean.multiply((double) sliceImages / images);
    }
}
