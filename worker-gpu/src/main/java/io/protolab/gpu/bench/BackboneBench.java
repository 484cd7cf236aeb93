package io.protolab.gpu.bench;

import io.protolab.gpu.model.RandomWeights;
import io.protolab.gpu.model.VisionTransformer;
import io.protolab.gpu.model.VitShape;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;

/** The frozen forward pass of a published size: patches of 14 pixels, images of 224, layer scale. */
final class BackboneBench {
    /** The batch of feature extraction: on few cores larger ones are slower per image. */
    static final int BATCH = 8;

    private static final int PATCH = 14;
    private static final int SIDE = 224;
    private static final int PATCHES = (SIDE / PATCH) * (SIDE / PATCH);

    private final String name;
    private final VitShape shape;

    private BackboneBench(String name, int dim, int depth, int heads) {
        this.name = name;
        this.shape = VitShape.plain(dim, depth, heads, PATCH, SIDE, 4 * dim, 0, 1e-6);
    }

    static BackboneBench ofSizeB() {
        return new BackboneBench("ViT-B/14 frozen forward, batch 8", 768, 12, 12);
    }

    static BackboneBench ofSizeS() {
        return new BackboneBench("ViT-S/14 frozen forward, batch 8", 384, 12, 6);
    }

    String name() {
        return name;
    }

    /** Operations of one image. */
    double operations() {
        int tokens = shape.prefixTokenCount() + PATCHES;
        return Operations.transformer(shape.depth(), tokens, PATCHES, PATCH, shape.dim(), 4 * shape.dim());
    }

    Measurement measure(Stopwatch stopwatch) {
        try (TensorScope scope = TensorScope.open();
                VisionTransformer backbone = new VisionTransformer(shape, RandomWeights.of(shape, 1))) {
            Tensor pixels = RandomTensors.of(2, BATCH, 3, SIDE, SIDE);
            double seconds =
                    stopwatch.fastest(() -> backbone.patchTokens(pixels).close());
            return Measurement.of(name, seconds, BATCH * operations() / 1e9, "GFLOP/s");
        }
    }
}
