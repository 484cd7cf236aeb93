package io.protolab.gpu.features;

import io.protolab.gpu.image.Preprocessing;
import io.protolab.gpu.model.VisionTransformer;
import io.protolab.gpu.model.VitShape;
import io.protolab.platform.experiment.BackboneSpec;
import java.io.IOException;
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
            return PublishedWeights.of(backbone);
        }
        return backbone.weights().equals(BackboneSpec.RANDOM) ? DrawnWeights.of(backbone) : ShippedWeights.of(backbone);
    }

    BackboneSpec backbone();

    VitShape shape();

    /** Of all files that were read; of names and values for drawn weights. */
    String sha256();

    /** A transformer with these weights; to be closed. */
    VisionTransformer load() throws IOException;

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
