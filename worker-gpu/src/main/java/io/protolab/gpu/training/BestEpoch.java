package io.protolab.gpu.training;

import io.protolab.gpu.model.ProtoSVit;
import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The epoch that would be evaluated if training ended now, with a copy of what had been learned then.
 *
 * @param epoch counted from 0
 * @param score the smaller the better
 * @param parameters of all that learns, at the end of that epoch
 * @param mask of the head at the end of that epoch
 */
record BestEpoch(int epoch, double score, NamedTensors parameters, Tensor mask) implements AutoCloseable {
    static BestEpoch copyOf(ProtoSVit model, int epoch, double score) {
        Map<String, Tensor> copies = new LinkedHashMap<>();
        model.parameters().asMap().forEach((name, parameter) -> copies.put(name, parameter.copy()));
        return new BestEpoch(
                epoch, score, new NamedTensors(copies), model.head().mask().copy());
    }

    @Override
    public void close() {
        parameters.close();
        mask.close();
    }
}
