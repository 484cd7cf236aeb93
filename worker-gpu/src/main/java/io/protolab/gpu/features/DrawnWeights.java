package io.protolab.gpu.features;

import io.protolab.gpu.model.RandomWeights;
import io.protolab.gpu.model.VisionTransformer;
import io.protolab.gpu.model.VitShape;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.platform.artifact.Sha256;
import io.protolab.platform.experiment.BackboneSpec;
import io.protolab.platform.experiment.VitSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Weights drawn from the seed of a spec. */
record DrawnWeights(BackboneSpec backbone, VitShape vit, String sha256) implements BackboneWeights {
    static DrawnWeights of(BackboneSpec backbone) {
        VitShape shape = shape(backbone);
        MessageDigest digest = Sha256.digest();
        try (TensorScope scope = TensorScope.open()) {
            RandomWeights.of(shape, backbone.seed()).asMap().forEach((name, tensor) -> {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update(bytes(tensor));
            });
        }
        return new DrawnWeights(backbone, shape, Sha256.hex(digest));
    }

    private static ByteBuffer bytes(Tensor tensor) {
        float[] values = tensor.toFloats();
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes;
    }

    @Override
    public Optional<VitShape> shape() {
        return Optional.of(vit);
    }

    @Override
    public VisionTransformer load() {
        return new VisionTransformer(vit, RandomWeights.of(vit, backbone.seed()));
    }

    /** The plain transformer of the spec, whose shape is wholly known. */
    private static VitShape shape(BackboneSpec backbone) {
        VitSpec known = backbone.knownShape();
        int dim = said(known.dim());
        return VitShape.plain(
                dim,
                said(known.depth()),
                said(known.heads()),
                said(known.patch()),
                backbone.imageSize(),
                (int) Math.round(dim * said(known.mlpRatio())),
                said(known.registers()),
                said(known.layerNormEps()));
    }

    private static <T> T said(@Nullable T value) {
        return Objects.requireNonNull(value, "the shape of weights without a file is known");
    }
}
