package io.protolab.gpu.features;

import io.protolab.gpu.model.VisionTransformer;
import io.protolab.gpu.model.VitShape;
import io.protolab.gpu.weights.PublishedBackbone;
import io.protolab.platform.artifact.Sha256;
import io.protolab.platform.experiment.BackboneSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Weights that ship with the worker. */
record ShippedWeights(BackboneSpec backbone, VitShape vit, String sha256) implements BackboneWeights {
    private static final String RESOURCES = "/io/protolab/gpu/backbones/";

    static ShippedWeights of(BackboneSpec backbone) throws IOException {
        Path copy = copy(backbone);
        try (InputStream content = Files.newInputStream(copy)) {
            VitShape shape = PublishedBackbone.recognise(copy, PublishedWeights.hints(backbone))
                    .facts()
                    .shape();
            return new ShippedWeights(backbone, shape, Sha256.of(content));
        } finally {
            Files.delete(copy);
        }
    }

    @Override
    public Optional<VitShape> shape() {
        return Optional.of(vit);
    }

    @Override
    public VisionTransformer load() throws IOException {
        Path copy = copy(backbone);
        try {
            return PublishedBackbone.recognise(copy, PublishedWeights.hints(backbone))
                    .load();
        } finally {
            Files.delete(copy);
        }
    }

    private static Path copy(BackboneSpec backbone) throws IOException {
        try (InputStream shipped = open(backbone)) {
            return Files.write(Files.createTempFile("backbone-", ".safetensors"), shipped.readAllBytes());
        }
    }

    private static InputStream open(BackboneSpec backbone) throws IOException {
        String name = backbone.weights().substring(BackboneSpec.BUILTIN.length());
        InputStream shipped = ShippedWeights.class.getResourceAsStream(RESOURCES + name + ".safetensors");
        if (shipped == null) {
            throw new NoSuchFileException("backbone " + backbone.name() + ": no weights '" + backbone.weights()
                    + "' ship with this worker; name a weight file or use " + BackboneSpec.RANDOM);
        }
        return shipped;
    }
}
