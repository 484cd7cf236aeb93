package io.protolab.gpu.export;

import io.protolab.gpu.tensor.Tensor;
import java.io.IOException;
import java.util.Map;

/** An exported file in the runtime of its format. */
interface FileRunner extends AutoCloseable {
    /** All outputs by name, each in row-major order. */
    Map<String, float[]> run(Tensor input) throws IOException;

    @Override
    void close() throws IOException;
}
