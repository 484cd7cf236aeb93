package io.protolab.gpu.tensor;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Gives each test the engine on the processor with one thread, and a scope that frees what the test creates. */
public final class RunningEngine implements BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(RunningEngine.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        TorchEngine.start(DeviceChoice.CPU, 1);
        context.getStore(OURS).put("scope", TensorScope.open());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        TensorScope scope = context.getStore(OURS).remove("scope", TensorScope.class);
        if (scope != null) {
            scope.close();
        }
    }
}
