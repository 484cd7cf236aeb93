package io.protolab.platform.experiment;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must hold between the fields of backbones: their shape, where their weights are, how images become their input. */
final class BackboneRules {
    private static final List<String> BUILTIN_WEIGHTS = List.of("builtin:tiny-vit");

    private BackboneRules() {}

    static void check(List<BackboneSpec> backbones, SpecFindings findings) {
        findings.require(!backbones.isEmpty(), "backbones", "is empty; give at least one backbone");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < backbones.size(); i++) {
            BackboneSpec backbone = backbones.get(i);
            VitSpec shape = backbone.knownShape();
            String at = "backbones[" + i + "]";
            findings.require(
                    names.add(backbone.name()),
                    at + ".name",
                    "'" + backbone.name() + "' is used twice; names are unique");
            findings.require(
                    divides(shape.heads(), shape.dim()),
                    at + ".shape.heads",
                    shape.heads() + " does not divide dim " + shape.dim(),
                    at + ".shape.dim");
            findings.require(
                    divides(shape.patch(), shape.imageSize()),
                    at + ".shape.patch",
                    shape.patch() + " does not divide imageSize " + shape.imageSize(),
                    at + ".shape.imageSize");
            TrainableSpec trainable = backbone.trainable();
            Integer depth = shape.depth();
            findings.require(
                    trainable.scope() != TrainableSpec.Scope.LAST_BLOCKS
                            || depth == null
                            || trainable.blocks() <= depth,
                    at + ".trainable.blocks",
                    trainable.blocks() + " is more than the backbone's " + depth + " blocks",
                    at + ".shape.depth");
            List<Double> mean = backbone.mean();
            findings.require(
                    mean == null || mean.size() == 3, at + ".mean", mean + " must have one value per RGB channel");
            List<Double> std = backbone.std();
            findings.require(
                    std == null || (std.size() == 3 && std.stream().allMatch(value -> value > 0)),
                    at + ".std",
                    std + " must have one positive value per RGB channel");
            weights(backbone.weights(), at + ".weights", findings);
            framing(backbone, backbone.framingOrStretched(), at, findings);
            findings.require(
                    !backbone.weights().startsWith(BackboneSpec.BUILTIN) || isShipped(shape),
                    at + ".shape",
                    "'" + backbone.weights() + "' has a shape of its own; leave out everything but imageSize",
                    at + ".weights");
        }
    }

    private static void weights(String weights, String at, SpecFindings findings) {
        boolean builtin = weights.startsWith(BackboneSpec.BUILTIN);
        findings.require(
                !builtin || BUILTIN_WEIGHTS.contains(weights),
                at,
                "'" + weights + "' does not ship with the platform" + SpecBinder.hint(weights, BUILTIN_WEIGHTS));
        findings.require(
                builtin || weights.equals(BackboneSpec.RANDOM) || SpecRules.isAbsolute(weights),
                at,
                "'" + weights + "' is none of random, " + String.join(", ", BUILTIN_WEIGHTS)
                        + " and the absolute path of a weight file or directory");
    }

    private static void framing(BackboneSpec backbone, FramingSpec framing, String at, SpecFindings findings) {
        boolean published = framing.resize() == FramingSpec.Resize.PUBLISHED;
        findings.require(
                !published || backbone.fromFile(),
                at + ".framing.resize",
                "published has a meaning for weights in files only; use stretch or centreCrop",
                at + ".weights");
        findings.require(
                !published || framing.interpolation() == null,
                at + ".framing.interpolation",
                "is what the files say where resize is published; remove it or change resize",
                at + ".framing.resize");
        Integer shortSide = framing.shortSide();
        findings.require(
                shortSide == null || framing.resize() == FramingSpec.Resize.CENTRE_CROP,
                at + ".framing.shortSide",
                "has a meaning for resize centreCrop only; remove it or change resize",
                at + ".framing.resize");
        findings.require(
                shortSide == null || shortSide >= backbone.imageSize(),
                at + ".framing.shortSide",
                shortSide + " is less than the input's side " + backbone.imageSize() + ", which is cut out of it",
                at + ".shape.imageSize");
    }

    /** Another number of heads would fit the weights and yet mean nothing. */
    private static boolean isShipped(VitSpec shape) {
        return shape.equals(VitSpec.TINY.withImageSize(shape.imageSize()));
    }

    /** Nothing is wrong where one of both is not said. */
    private static boolean divides(@Nullable Integer divisor, @Nullable Integer number) {
        return divisor == null || number == null || number % divisor == 0;
    }
}
