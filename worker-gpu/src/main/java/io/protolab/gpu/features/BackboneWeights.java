package io.protolab.gpu.features;

import io.protolab.gpu.image.Preprocessing;
import io.protolab.gpu.model.Backbone;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.model.TransformerCut;
import io.protolab.gpu.model.VisionTransformer;
import io.protolab.gpu.model.VitShape;
import io.protolab.gpu.weights.TorchScriptBackbone;
import io.protolab.platform.experiment.BackboneSpec;
import io.protolab.platform.experiment.TrainableSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The weights a sweep names: shipped ones, drawn ones, or published files. */
public interface BackboneWeights {
    /**
     * Finds the weights, recognises them and takes their fingerprint.
     *
     * @throws IOException if there are none, or they are not what the spec says; the message says what to do
     */
    static BackboneWeights of(BackboneSpec backbone) throws IOException {
        if (backbone.fromFile()) {
            return TorchScriptBackbone.isProgram(Path.of(backbone.weights()))
                    ? ProgramWeights.of(backbone)
                    : PublishedWeights.of(backbone);
        }
        return backbone.weights().equals(BackboneSpec.RANDOM) ? DrawnWeights.of(backbone) : ShippedWeights.of(backbone);
    }

    BackboneSpec backbone();

    /** The transformer; empty for a program, of which nothing is known. */
    Optional<VitShape> shape();

    /** How the patches of an image of the spec's size lie. */
    default PatchGrid grid() {
        int side = backbone().imageSize() / shape().orElseThrow().patch();
        return new PatchGrid(side, side);
    }

    /** Width D of the tokens. */
    default int dim() {
        return shape().orElseThrow().dim();
    }

    /**
     * Above which the backbone learns with the head; empty for a frozen one.
     *
     * @throws IllegalArgumentException if the spec asks for more than there is
     */
    default Optional<TransformerCut> cut() {
        TrainableSpec trainable = backbone().trainable();
        if (trainable.scope() == TrainableSpec.Scope.NONE) {
            return Optional.empty();
        }
        VitShape shape = shape().orElseThrow(() ->
                new IllegalArgumentException("backbone " + backbone().name()
                        + " is a TorchScript program, of which nothing can learn; set trainable.scope to none"));
        try {
            return Optional.of(
                    trainable.scope() == TrainableSpec.Scope.ALL
                            ? TransformerCut.belowAll(shape)
                            : TransformerCut.aboveWhich(shape, trainable.blocks()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "backbone " + backbone().name() + ": " + e.getMessage() + "; correct trainable.blocks", e);
        }
    }

    /** Of all files that were read; of names and values for drawn weights. */
    String sha256();

    /** A backbone with these weights; to be closed. */
    Backbone load() throws IOException;

    /**
     * The same, for who looks inside.
     *
     * @throws IllegalArgumentException if it is a program, of which nothing is known
     */
    default VisionTransformer transformer() throws IOException {
        Backbone loaded = load();
        if (loaded instanceof VisionTransformer transformer) {
            return transformer;
        }
        loaded.close();
        throw new IllegalArgumentException("backbone " + backbone().name()
                + " is a TorchScript program, whose inside is not known; give the model's safetensors file");
    }

    /** Mean per channel of the images that the weights were trained with, if their files tell. */
    default Optional<List<Double>> mean() {
        return Optional.empty();
    }

    /** Deviation per channel, likewise. */
    default Optional<List<Double>> std() {
        return Optional.empty();
    }

    /** The input that the spec asks for, else the files, else the one of ImageNet. */
    default Preprocessing expected() {
        List<Double> mean = backbone().mean();
        List<Double> std = backbone().std();
        return new Preprocessing(
                backbone().imageSize(),
                mean != null ? mean : mean().orElse(Preprocessing.IMAGENET_MEAN),
                std != null ? std : std().orElse(Preprocessing.IMAGENET_STD));
    }
}
