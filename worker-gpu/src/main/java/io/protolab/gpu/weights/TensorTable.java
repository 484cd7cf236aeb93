package io.protolab.gpu.weights;

import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorEntry;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;

/** The tensors of one or several files, by name; values are read one by one. */
interface TensorTable extends Closeable {
    /** All tensors, in the order of the files. */
    Map<String, TensorEntry> entries();

    /** One of them as 32-bit floats. */
    Tensor read(String name) throws IOException;
}
