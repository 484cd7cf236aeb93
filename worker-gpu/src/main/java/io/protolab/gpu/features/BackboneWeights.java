package io.protolab.gpu.features;

import io.protolab.gpu.image.Framing;
import io.protolab.gpu.image.Preprocessing;
import io.protolab.gpu.image.ResizeFilter;
import io.protolab.gpu.model.Backbone;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.model.TransformerCut;
import io.protolab.gpu.model.VisionTransformer;
import io.protolab.gpu.model.VitShape;
import io.protolab.gpu.weights.ExpectedInput;
import io.protolab.gpu.weights.TorchScriptBackbone;
import io.protolab.platform.dataset.InputRegion;
import io.protolab.platform.experiment.BackboneSpec;
import io.protolab.platform.experiment.FramingSpec;
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

    /** The images that the weights were trained with, if their files tell. */
    default Optional<ExpectedInput> published() {
        return Optional.empty();
    }

    /**
     * The input that the spec asks for; statistics that it does not name are those of the files, else ImageNet's.
     *
     * @throws IllegalArgumentException if the framing is to be the files', and they do not say which, or one that there is not
     */
    default Preprocessing expected() {
        List<Double> mean = backbone().mean();
        List<Double> std = backbone().std();
        return new Preprocessing(
                backbone().imageSize(),
                framing(),
                mean != null ? mean : published().map(ExpectedInput::mean).orElse(Preprocessing.IMAGENET_MEAN),
                std != null ? std : published().map(ExpectedInput::std).orElse(Preprocessing.IMAGENET_STD));
    }

    private Framing framing() {
        FramingSpec said = backbone().framingOrStretched();
        ResizeFilter filter = said.interpolation() == FramingSpec.Interpolation.BICUBIC
                ? ResizeFilter.BICUBIC
                : ResizeFilter.BILINEAR;
        Integer shortSide = said.shortSide();
        int side = backbone().imageSize();
        return switch (said.resize()) {
            case STRETCH -> new Framing(InputRegion.WHOLE, filter);
            case CENTRE_CROP -> new Framing(InputRegion.centreOf(shortSide == null ? side : shortSide), filter);
            case PUBLISHED ->
                published()
                        .flatMap(input -> PublishedFraming.of(input, side))
                        .orElseThrow(() -> new IllegalArgumentException("backbone "
                                + backbone().name() + ": the files beside "
                                + backbone().weights()
                                + " describe no resize that is known here; choose one: stretch or centreCrop"));
        };
    }
}
