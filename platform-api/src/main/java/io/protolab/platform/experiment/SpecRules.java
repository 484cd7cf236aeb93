package io.protolab.platform.experiment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What must hold between fields. Each rule adds its own problems. */
final class SpecRules {
    /** More trials than this in one sweep is a slip, or a search that no grid should do. */
    static final int MOST_TRIALS = 10_000;

    private static final List<String> BUILTIN_WEIGHTS = List.of("builtin:tiny-vit");

    private final BrokenPaths broken;
    private final List<SpecProblem> problems = new ArrayList<>();

    private SpecRules(Collection<String> broken) {
        this.broken = new BrokenPaths(broken);
    }

    /** @param broken paths of values that were replaced; a rule that reads one of them says nothing */
    static List<SpecProblem> check(SweepSpec spec, Collection<String> broken) {
        SpecRules rules = new SpecRules(broken);
        rules.datasets(spec);
        rules.backbones(spec.backbones());
        rules.seeds(spec);
        return rules.problems;
    }

    /** What the spec may say and this version cannot run yet. */
    static List<SpecProblem> notSupportedYet(SweepSpec spec, Collection<String> broken) {
        SpecRules rules = new SpecRules(broken);
        for (int i = 0; i < spec.datasets().size(); i++) {
            DatasetKind kind = spec.datasets().get(i).kind();
            String at = "datasets[" + i + "].kind";
            rules.require(
                    kind.readable(),
                    at,
                    "not supported yet: there is no reader for this kind; use flatbirds, funnybirds or imagefolder");
        }
        return rules.problems;
    }

    /** Rules that an axis can break, too. */
    static List<SpecProblem> check(TrialSpec trial, Collection<String> broken) {
        SpecRules rules = new SpecRules(broken);
        TrainingSpec training = trial.training();
        rules.require(
                training.warmupEpochs() <= training.epochs(),
                "training.warmupEpochs",
                training.warmupEpochs() + " is more than training.epochs " + training.epochs(),
                "training.epochs");
        AugmentationSpec augmentation = training.augmentation();
        rules.require(
                augmentation.smallestArea() <= augmentation.largestArea(),
                "training.augmentation.smallestArea",
                augmentation.smallestArea() + " is more than largestArea " + augmentation.largestArea());
        rules.require(
                augmentation.smallestRatio() <= augmentation.largestRatio(),
                "training.augmentation.smallestRatio",
                augmentation.smallestRatio() + " is more than largestRatio " + augmentation.largestRatio());
        LossSpec.ClassWeightsSpec weights = trial.loss().classWeights();
        boolean given = weights.kind() == LossSpec.ClassWeightsSpec.Weighting.GIVEN;
        rules.require(
                given
                        ? weights.values().stream().anyMatch(weight -> weight > 0)
                        : weights.values().isEmpty(),
                "loss.classWeights.values",
                given
                        ? weights.values() + " has no positive weight; give one weight per class"
                        : "has a meaning for kind given only; remove it or change kind",
                "loss.classWeights.kind");
        rules.require(
                trial.head().aggregation() == PrototypeHeadSpec.Aggregation.HEAD
                        || trial.head().kernels() == PrototypeHeadSpec.Kernels.BOTH,
                "head.kernels",
                "has a meaning for aggregation head only; remove it or change aggregation",
                "head.aggregation");
        boolean needsValidation = trial.switches().checkpoint() == ReferenceSwitches.Checkpoint.VALIDATION;
        boolean noValidation = trial.dataset().kind() == DatasetKind.FLATBIRDS;
        rules.require(
                !(needsValidation && noValidation),
                "switches.checkpoint",
                "validation needs a validation split, and dataset "
                        + trial.dataset().name() + " has none; use last or epochMean",
                "datasets");
        return rules.problems;
    }

    private void datasets(SweepSpec spec) {
        require(!spec.datasets().isEmpty(), "datasets", "is empty; give at least one dataset");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < spec.datasets().size(); i++) {
            DatasetSpec dataset = spec.datasets().get(i);
            String at = "datasets[" + i + "]";
            require(
                    names.add(dataset.name()),
                    at + ".name",
                    "'" + dataset.name() + "' is used twice; names are unique");
            boolean rendered = dataset.kind() == DatasetKind.FLATBIRDS;
            require(
                    rendered == (dataset.path() == null),
                    at + ".path",
                    rendered
                            ? "has no meaning for kind flatbirds; remove it"
                            : "is missing; give the directory of the images",
                    at + ".kind");
            require(
                    dataset.path() == null || isAbsolute(dataset.path()),
                    at + ".path",
                    "'" + dataset.path() + "' is not absolute, and workers start elsewhere; give the whole path,"
                            + " such as /data/images");
            require(
                    rendered || dataset.flatbirds() == null,
                    at + ".flatbirds",
                    "has a meaning for kind flatbirds only; remove it or change kind",
                    at + ".kind");
            SplitSpec split = dataset.split();
            require(
                    split.test() + split.validation() < 1,
                    at + ".split",
                    "test " + split.test() + " and validation " + split.validation() + " leave no training images");
        }
    }

    private void backbones(List<BackboneSpec> backbones) {
        require(!backbones.isEmpty(), "backbones", "is empty; give at least one backbone");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < backbones.size(); i++) {
            BackboneSpec backbone = backbones.get(i);
            VitSpec shape = backbone.knownShape();
            String at = "backbones[" + i + "]";
            require(
                    names.add(backbone.name()),
                    at + ".name",
                    "'" + backbone.name() + "' is used twice; names are unique");
            require(
                    divides(shape.heads(), shape.dim()),
                    at + ".shape.heads",
                    shape.heads() + " does not divide dim " + shape.dim(),
                    at + ".shape.dim");
            require(
                    divides(shape.patch(), shape.imageSize()),
                    at + ".shape.patch",
                    shape.patch() + " does not divide imageSize " + shape.imageSize(),
                    at + ".shape.imageSize");
            TrainableSpec trainable = backbone.trainable();
            Integer depth = shape.depth();
            require(
                    trainable.scope() != TrainableSpec.Scope.LAST_BLOCKS
                            || depth == null
                            || trainable.blocks() <= depth,
                    at + ".trainable.blocks",
                    trainable.blocks() + " is more than the backbone's " + depth + " blocks",
                    at + ".shape.depth");
            List<Double> mean = backbone.mean();
            require(mean == null || mean.size() == 3, at + ".mean", mean + " must have one value per RGB channel");
            List<Double> std = backbone.std();
            require(
                    std == null || (std.size() == 3 && std.stream().allMatch(value -> value > 0)),
                    at + ".std",
                    std + " must have one positive value per RGB channel");
            weights(backbone.weights(), at + ".weights");
            framing(backbone, backbone.framingOrStretched(), at);
            require(
                    !backbone.weights().startsWith(BackboneSpec.BUILTIN) || isShipped(shape),
                    at + ".shape",
                    "'" + backbone.weights() + "' has a shape of its own; leave out everything but imageSize",
                    at + ".weights");
        }
    }

    private void weights(String weights, String at) {
        boolean builtin = weights.startsWith(BackboneSpec.BUILTIN);
        require(
                !builtin || BUILTIN_WEIGHTS.contains(weights),
                at,
                "'" + weights + "' does not ship with the platform" + SpecBinder.hint(weights, BUILTIN_WEIGHTS));
        require(
                builtin || weights.equals(BackboneSpec.RANDOM) || isAbsolute(weights),
                at,
                "'" + weights + "' is none of random, " + String.join(", ", BUILTIN_WEIGHTS)
                        + " and the absolute path of a weight file or directory");
    }

    private void framing(BackboneSpec backbone, FramingSpec framing, String at) {
        boolean published = framing.resize() == FramingSpec.Resize.PUBLISHED;
        require(
                !published || backbone.fromFile(),
                at + ".framing.resize",
                "published has a meaning for weights in files only; use stretch or centreCrop",
                at + ".weights");
        require(
                !published || framing.interpolation() == null,
                at + ".framing.interpolation",
                "is what the files say where resize is published; remove it or change resize",
                at + ".framing.resize");
        Integer shortSide = framing.shortSide();
        require(
                shortSide == null || framing.resize() == FramingSpec.Resize.CENTRE_CROP,
                at + ".framing.shortSide",
                "has a meaning for resize centreCrop only; remove it or change resize",
                at + ".framing.resize");
        require(
                shortSide == null || shortSide >= backbone.imageSize(),
                at + ".framing.shortSide",
                shortSide + " is less than the input's side " + backbone.imageSize() + ", which is cut out of it",
                at + ".shape.imageSize");
    }

    private void seeds(SweepSpec spec) {
        require(!spec.seeds().isEmpty(), "seeds", "is empty; give at least one seed");
        require(
                new HashSet<>(spec.seeds()).size() == spec.seeds().size(),
                "seeds",
                spec.seeds() + " has a seed twice; every seed is run once");
        require(
                spec.switches().seedZero() == ReferenceSwitches.SeedZero.SEEDED
                        || !spec.seeds().contains(0L),
                "switches.seedZero",
                "unseeded makes the trial with seed 0 unrepeatable; set it to seeded, or leave seed 0 out",
                "seeds");
    }

    /** Another number of heads would fit the weights and yet mean nothing. */
    private static boolean isShipped(VitSpec shape) {
        return shape.equals(VitSpec.TINY.withImageSize(shape.imageSize()));
    }

    /** Nothing is wrong where one of both is not said. */
    private static boolean divides(@Nullable Integer divisor, @Nullable Integer number) {
        return divisor == null || number == null || number % divisor == 0;
    }

    private static boolean isAbsolute(String path) {
        return path.startsWith("/");
    }

    /** @param alsoRead paths of the other fields that the rule reads */
    private void require(boolean holds, String path, String message, String... alsoRead) {
        if (!holds && Stream.concat(Stream.of(path), Stream.of(alsoRead)).noneMatch(broken::touch)) {
            problems.add(new SpecProblem(path, message));
        }
    }
}
