package io.protolab.gpu.weights;

import io.protolab.gpu.tensor.FloatReader;
import io.protolab.gpu.tensor.SafetensorsReader;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorEntry;
import java.io.IOException;
import java.util.Map;

/** The tensors of a safetensors file. */
record SafetensorsTable(SafetensorsReader reader, FloatReader floats) implements TensorTable {
    @Override
    public Map<String, TensorEntry> entries() {
        return reader.entries();
    }

    @Override
    public Tensor read(String name) throws IOException {
        return reader.readAsFloats(name, floats);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
