package io.protolab.gpu.features;

import io.protolab.gpu.model.RandomWeights;
import io.protolab.gpu.model.VisionTransformer;
import io.protolab.gpu.model.VitShape;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorFileException;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.gpu.weights.Architecture;
import io.protolab.gpu.weights.PublishedBackbone;
import io.protolab.gpu.weights.Trait;
import io.protolab.platform.artifact.Sha256;
import io.protolab.platform.experiment.BackboneSpec;
import io.protolab.platform.experiment.VitSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * The weights a sweep names: shipped ones, drawn ones, or a safetensors file.
 *
 * @param backbone names them
 * @param sha256 of the file; of names and values for drawn weights
 */
record BackboneWeights(BackboneSpec backbone, String sha256) {
    private static final String RESOURCES = "/io/protolab/gpu/backbones/";

    /**
     * Finds the weights and takes their fingerprint.
     *
     * @throws NoSuchFileException if there are none; the message says what to do
     */
    static BackboneWeights of(BackboneSpec backbone) throws IOException {
        return new BackboneWeights(backbone, isRandom(backbone) ? drawnSha256(backbone) : fileSha256(backbone));
    }

    /** A transformer with these weights; to be closed. */
    VisionTransformer load() throws IOException {
        if (isRandom(backbone)) {
            VitShape shape = shape(backbone.shape());
            return new VisionTransformer(shape, RandomWeights.of(shape, backbone.seed()));
        }
        if (!isBuiltin(backbone)) {
            return load(Path.of(backbone.weights()));
        }
        Path copy = Files.createTempFile("backbone-", ".safetensors");
        try (InputStream shipped = open(backbone)) {
            Files.write(copy, shipped.readAllBytes());
            return load(copy);
        } finally {
            Files.delete(copy);
        }
    }

    private VisionTransformer load(Path file) throws IOException {
        try {
            return PublishedBackbone.recognise(file, hints(backbone.shape())).load();
        } catch (TensorFileException e) {
            throw new TensorFileException(
                    "backbone " + backbone.name() + " with weights " + backbone.weights() + ": " + e.getMessage()
                            + "; give the file of another model, or correct the backbone's shape",
                    e);
        }
    }

    private static Architecture hints(VitSpec spec) {
        return Architecture.unknown()
                .with(Trait.WIDTH, spec.dim())
                .with(Trait.DEPTH, spec.depth())
                .with(Trait.HEADS, spec.heads())
                .with(Trait.PATCH, spec.patch())
                .with(Trait.REGISTERS, spec.registers())
                .with(Trait.LAYER_NORM_EPS, spec.layerNormEps());
    }

    private static VitShape shape(VitSpec spec) {
        return VitShape.plain(
                spec.dim(),
                spec.depth(),
                spec.heads(),
                spec.patch(),
                spec.imageSize(),
                (int) Math.round(spec.dim() * spec.mlpRatio()),
                spec.registers(),
                spec.layerNormEps());
    }

    private static boolean isRandom(BackboneSpec backbone) {
        return backbone.weights().equals(BackboneSpec.RANDOM);
    }

    private static boolean isBuiltin(BackboneSpec backbone) {
        return backbone.weights().startsWith(BackboneSpec.BUILTIN);
    }

    private static InputStream open(BackboneSpec backbone) throws IOException {
        if (!isBuiltin(backbone)) {
            return Files.newInputStream(Path.of(backbone.weights()));
        }
        String name = backbone.weights().substring(BackboneSpec.BUILTIN.length());
        InputStream shipped = BackboneWeights.class.getResourceAsStream(RESOURCES + name + ".safetensors");
        if (shipped == null) {
            throw new NoSuchFileException("backbone " + backbone.name() + ": no weights '" + backbone.weights()
                    + "' ship with this worker; name a safetensors file or use " + BackboneSpec.RANDOM);
        }
        return shipped;
    }

    private static String fileSha256(BackboneSpec backbone) throws IOException {
        try (InputStream file = open(backbone)) {
            return Sha256.of(file);
        } catch (NoSuchFileException e) {
            if (isBuiltin(backbone)) {
                throw e;
            }
            throw new NoSuchFileException("backbone " + backbone.name() + ": there is no weights file "
                    + backbone.weights() + " on this worker; put it on a volume that all workers see");
        }
    }

    private static String drawnSha256(BackboneSpec backbone) {
        MessageDigest digest = Sha256.digest();
        try (TensorScope scope = TensorScope.open()) {
            VitShape shape = shape(backbone.shape());
            RandomWeights.of(shape, backbone.seed()).asMap().forEach((name, tensor) -> {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update(bytes(tensor));
            });
        }
        return Sha256.hex(digest);
    }

    private static ByteBuffer bytes(Tensor tensor) {
        float[] values = tensor.toFloats();
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes;
    }
}
