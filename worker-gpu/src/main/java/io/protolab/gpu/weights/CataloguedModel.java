package io.protolab.gpu.weights;

import java.util.List;

/**
 * A published backbone that is known to load.
 *
 * @param name ours, for commands
 * @param family such as dinov2
 * @param layout whose names its tensors have, as in {@link BackboneFacts}
 * @param licence of the weights
 * @param side of the input in pixels on which it is usually used
 * @param patch side in pixels
 * @param dim width D
 * @param depth number of blocks
 * @param heads attention heads
 * @param hidden width of the perceptrons
 * @param tokens N, patches of an input of that side
 * @param parameters of the transformer alone, without text towers and heads
 * @param gflopPerImage of a forward pass, in 10⁹ operations, a multiply-add being two
 * @param mean per channel of the images it was trained with
 * @param std per channel
 * @param source address below which its files lie
 * @param weights names of the weight file, the first that is there is the one
 * @param descriptions names of the files beside it
 * @param accessToBeAskedFor whether the publisher gives the files only to known users
 */
public record CataloguedModel(
        String name,
        String family,
        String layout,
        String licence,
        int side,
        int patch,
        int dim,
        int depth,
        int heads,
        int hidden,
        int tokens,
        long parameters,
        double gflopPerImage,
        List<Double> mean,
        List<Double> std,
        String source,
        List<String> weights,
        List<String> descriptions,
        boolean accessToBeAskedFor) {
    public CataloguedModel {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        weights = List.copyOf(weights);
        descriptions = List.copyOf(descriptions);
    }
}
