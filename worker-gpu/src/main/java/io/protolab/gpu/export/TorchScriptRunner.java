package io.protolab.gpu.export;

import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.gpu.tensor.TorchScriptModule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a TorchScript file of ours in libtorch. */
final class TorchScriptRunner implements FileRunner {
    private final TorchScriptModule module;

    private final List<String> names;

    private TorchScriptRunner(TorchScriptModule module, List<String> names) {
        this.module = module;
        this.names = names;
    }

    /** @param names of the outputs; TorchScript has their order only */
    static TorchScriptRunner open(Path file, List<String> names) throws IOException {
        return new TorchScriptRunner(TorchScriptModule.load(file), List.copyOf(names));
    }

    @Override
    public Map<String, float[]> run(Tensor input) {
        try (TensorScope scope = TensorScope.open()) {
            List<Tensor> results = module.forward(input);
            Map<String, float[]> outputs = new LinkedHashMap<>();
            for (int i = 0; i < results.size(); i++) {
                outputs.put(names.get(i), results.get(i).toFloats());
            }
            return outputs;
        }
    }

    @Override
    public void close() {
        module.close();
    }
}
