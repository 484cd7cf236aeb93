package io.protolab.gpu.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The engine's attention in one pass over keys and values, which never forms the [B, heads, T, T] products. DJL does not offer this
 * operator, but TorchScript does, so it is called through an archive that holds nothing else.
 */
final class FusedAttention {
    private static final String CLASS = "Attention";

    private static final FusedAttention PLAIN =
            new FusedAttention("q: Tensor,\n    k: Tensor,\n    v: Tensor", "q, k, v");
    private static final FusedAttention BIASED =
            new FusedAttention("q: Tensor,\n    k: Tensor,\n    v: Tensor,\n    bias: Tensor", "q, k, v, bias");

    private final String source;
    private @Nullable TorchScriptModule module;

    private FusedAttention(String parameters, String arguments) {
        this.source = """
                class %1$s(Module):
                  __parameters__ = []
                  __buffers__ = []
                  training : bool
                  def forward(self: __torch__.%1$s,
                    %2$s) -> Tensor:
                    return torch.scaled_dot_product_attention(%3$s)
                """.formatted(CLASS, parameters, arguments);
    }

    /** {@code softmax(q·kᵀ / √d + bias)·v} for q, k, v = [B, heads, T, d] and a bias that broadcasts to [B, heads, T, T]. */
    static Tensor of(Tensor q, Tensor k, Tensor v, @Nullable Tensor bias) {
        return bias == null
                ? PLAIN.module().forward(q, k, v).get(0)
                : BIASED.module().forward(q, k, v, bias).get(0);
    }

    private synchronized TorchScriptModule module() {
        TorchScriptModule loaded = module;
        if (loaded == null) {
            loaded = load();
            module = loaded;
        }
        return loaded;
    }

    private TorchScriptModule load() {
        try {
            Path directory = Files.createTempDirectory("attention");
            Path file = directory.resolve("attention.pt");
            try {
                TorchScriptArchive.write(file, CLASS, source, Map.of(), Map.of());
                return TorchScriptModule.load(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the engine's attention cannot be prepared", e);
        }
    }
}
