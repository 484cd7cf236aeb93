package io.protolab.gpu.features;

import io.protolab.gpu.model.Backbone;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.model.VitShape;
import io.protolab.gpu.tensor.TensorFileException;
import io.protolab.gpu.weights.TorchScriptBackbone;
import io.protolab.platform.artifact.Sha256;
import io.protolab.platform.experiment.BackboneSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A TorchScript program in the place of weights. */
record ProgramWeights(BackboneSpec backbone, TorchScriptBackbone.Tokens tokens, String sha256)
        implements BackboneWeights {
    /** Runs the program once, if the spec trusts it. */
    static ProgramWeights of(BackboneSpec backbone) throws IOException {
        Path file = Path.of(backbone.weights());
        if (!backbone.trusted()) {
            throw new TensorFileException("backbone " + backbone.name() + ": " + file + " is a TorchScript program, and"
                    + " loading it runs whatever is in it; set trusted to true if you know where it comes from, or give"
                    + " the model's safetensors file");
        }
        try (InputStream content = Files.newInputStream(file)) {
            return new ProgramWeights(
                    backbone, TorchScriptBackbone.probe(file, backbone.imageSize()), Sha256.of(content));
        } catch (TensorFileException e) {
            throw new TensorFileException("backbone " + backbone.name() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<VitShape> shape() {
        return Optional.empty();
    }

    @Override
    public PatchGrid grid() {
        return tokens.grid();
    }

    @Override
    public int dim() {
        return tokens.dim();
    }

    @Override
    public Backbone load() throws IOException {
        return TorchScriptBackbone.load(Path.of(backbone.weights()));
    }
}
