package io.protolab.gpu.loss;

import io.protolab.gpu.tensor.Tensor;
import java.util.List;

/**
 * The loss of one batch.
 *
 * @param total the optimised scalar
 * @param terms its named summands; the total is the sum of value times factor
 */
public record Loss(Tensor total, List<LossTerm> terms) {
    public Loss {
        terms = List.copyOf(terms);
    }

    static Loss sum(List<LossTerm> terms) {
        return new Loss(
                terms.stream()
                        .map(term ->
                                term.factor() == 1 ? term.value() : term.value().multiply(term.factor()))
                        .reduce(Tensor::add)
                        .orElseThrow(),
                terms);
    }
}
