package io.protolab.gpu.tensor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Tensors by name, in a fixed order: the parameters of a model, the content of a file. */
public final class NamedTensors implements AutoCloseable {
    private final Map<String, Tensor> tensors;

    public NamedTensors(Map<String, Tensor> tensors) {
        this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /** The tensor of that name. */
    public Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("There is no tensor '" + name + "' among " + tensors.keySet());
        }
        return tensor;
    }

    public boolean contains(String name) {
        return tensors.containsKey(name);
    }

    public Set<String> names() {
        return tensors.keySet();
    }

    /** An unmodifiable view. */
    public Map<String, Tensor> asMap() {
        return tensors;
    }

    /** Frees all of them. */
    @Override
    public void close() {
        tensors.values().forEach(Tensor::close);
    }
}
