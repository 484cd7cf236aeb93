package io.protolab.gpu.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A TorchScript file in memory. It is a program: only files of known origin may be loaded. */
public final class TorchScriptModule implements AutoCloseable {
    private final PtNDManager memory;
    private final PtSymbolBlock module;

    private TorchScriptModule(PtNDManager memory, PtSymbolBlock module) {
        this.memory = memory;
        this.module = module;
    }

    /**
     * Loads a file onto the engine's device.
     *
     * @throws TensorFileException if it is no TorchScript
     */
    public static TorchScriptModule load(Path file) throws IOException {
        PtNDManager memory = (PtNDManager) TorchEngine.running().memory().newSubManager();
        try {
            return new TorchScriptModule(
                    memory, JniUtils.loadModule(memory, file, false, new String[0], new String[0], true));
        } catch (RuntimeException e) {
            memory.close();
            throw new TensorFileException(
                    file + " is no TorchScript file that this engine reads: " + e.getMessage(), e);
        }
    }

    /** The module's tensors for its inputs; a tuple gives several. */
    public List<Tensor> forward(Tensor... inputs) {
        List<Tensor> results = new ArrayList<>();
        for (NDArray result : IValueUtils.forward(module, arrays(inputs), true)) {
            results.add(new Tensor((PtNDArray) result));
        }
        return results;
    }

    private static NDList arrays(Tensor... inputs) {
        NDList arrays = new NDList();
        for (Tensor input : inputs) {
            arrays.add(input.array());
        }
        return arrays;
    }

    @Override
    public void close() {
        module.close();
        memory.close();
    }
}
