package io.protolab.gpu.selftest;

import io.protolab.gpu.tensor.Tensor;
import java.io.IOException;
import java.util.Map;

/** Computes the cases of one kind. */
@FunctionalInterface
interface CaseRunner {
    /**
     * Everything that can be computed for a case, by the names of the format; the tensors belong to the innermost open scope.
     *
     * @throws UnclearCaseException if the case asks for something that is not known here
     * @throws IOException if one of its files is refused
     */
    Map<String, Tensor> run(GoldenCase golden) throws IOException;
}
