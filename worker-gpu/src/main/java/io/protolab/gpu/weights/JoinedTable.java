package io.protolab.gpu.weights;

import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorEntry;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of several files that belong together.
 *
 * @param owners which file holds a tensor
 */
record JoinedTable(List<TensorTable> parts, Map<String, TensorTable> owners) implements TensorTable {
    @Override
    public Map<String, TensorEntry> entries() {
        Map<String, TensorEntry> all = new LinkedHashMap<>();
        parts.forEach(part -> all.putAll(part.entries()));
        return all;
    }

    @Override
    public Tensor read(String name) throws IOException {
        TensorTable owner = owners.get(name);
        if (owner == null) {
            throw new IllegalArgumentException("No file holds the tensor '" + name + "'");
        }
        return owner.read(name);
    }

    @Override
    public void close() throws IOException {
        for (TensorTable part : parts) {
            part.close();
        }
    }
}
