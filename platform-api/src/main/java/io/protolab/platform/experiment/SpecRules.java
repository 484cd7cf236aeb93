package io.protolab.platform.experiment;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold between fields of a sweep or of a trial; what a backbone must be has {@link BackboneRules}. */
final class SpecRules {
    /** More trials than this in one sweep is a slip, or a search that no grid should do. */
    static final int MOST_TRIALS = 10_000;

    private SpecRules() {}

    /** @param broken paths of values that were replaced; a rule that reads one of them says nothing */
    static List<SpecProblem> check(SweepSpec spec, Collection<String> broken) {
        SpecFindings findings = new SpecFindings(broken);
        datasets(spec, findings);
        BackboneRules.check(spec.backbones(), findings);
        seeds(spec, findings);
        return findings.problems();
    }

    /** What the spec may say and this version cannot run yet. */
    static List<SpecProblem> notSupportedYet(SweepSpec spec, Collection<String> broken) {
        SpecFindings findings = new SpecFindings(broken);
        for (int i = 0; i < spec.datasets().size(); i++) {
            DatasetKind kind = spec.datasets().get(i).kind();
            String at = "datasets[" + i + "].kind";
            findings.require(
                    kind.readable(),
                    at,
                    "not supported yet: there is no reader for this kind; use flatbirds, funnybirds or imagefolder");
        }
        return findings.problems();
    }

    /** Rules that an axis can break, too. */
    static List<SpecProblem> check(TrialSpec trial, Collection<String> broken) {
        SpecFindings findings = new SpecFindings(broken);
        TrainingSpec training = trial.training();
        findings.require(
                training.warmupEpochs() <= training.epochs(),
                "training.warmupEpochs",
                training.warmupEpochs() + " is more than training.epochs " + training.epochs(),
                "training.epochs");
        AugmentationSpec augmentation = training.augmentation();
        findings.require(
                augmentation.smallestArea() <= augmentation.largestArea(),
                "training.augmentation.smallestArea",
                augmentation.smallestArea() + " is more than largestArea " + augmentation.largestArea());
        findings.require(
                augmentation.smallestRatio() <= augmentation.largestRatio(),
                "training.augmentation.smallestRatio",
                augmentation.smallestRatio() + " is more than largestRatio " + augmentation.largestRatio());
        LossSpec.ClassWeightsSpec weights = trial.loss().classWeights();
        boolean given = weights.kind() == LossSpec.ClassWeightsSpec.Weighting.GIVEN;
        findings.require(
                given
                        ? weights.values().stream().anyMatch(weight -> weight > 0)
                        : weights.values().isEmpty(),
                "loss.classWeights.values",
                given
                        ? weights.values() + " has no positive weight; give one weight per class"
                        : "has a meaning for kind given only; remove it or change kind",
                "loss.classWeights.kind");
        findings.require(
                trial.head().aggregation() == PrototypeHeadSpec.Aggregation.HEAD
                        || trial.head().kernels() == PrototypeHeadSpec.Kernels.BOTH,
                "head.kernels",
                "has a meaning for aggregation head only; remove it or change aggregation",
                "head.aggregation");
        boolean needsValidation = trial.switches().checkpoint() == ReferenceSwitches.Checkpoint.VALIDATION;
        boolean noValidation = trial.dataset().kind() == DatasetKind.FLATBIRDS;
        findings.require(
                !(needsValidation && noValidation),
                "switches.checkpoint",
                "validation needs a validation split, and dataset "
                        + trial.dataset().name() + " has none; use last or epochMean",
                "datasets");
        return findings.problems();
    }

    private static void datasets(SweepSpec spec, SpecFindings findings) {
        findings.require(!spec.datasets().isEmpty(), "datasets", "is empty; give at least one dataset");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < spec.datasets().size(); i++) {
            DatasetSpec dataset = spec.datasets().get(i);
            String at = "datasets[" + i + "]";
            findings.require(
                    names.add(dataset.name()),
                    at + ".name",
                    "'" + dataset.name() + "' is used twice; names are unique");
            boolean rendered = dataset.kind() == DatasetKind.FLATBIRDS;
            findings.require(
                    rendered == (dataset.path() == null),
                    at + ".path",
                    rendered
                            ? "has no meaning for kind flatbirds; remove it"
                            : "is missing; give the directory of the images",
                    at + ".kind");
            findings.require(
                    dataset.path() == null || isAbsolute(dataset.path()),
                    at + ".path",
                    "'" + dataset.path() + "' is not absolute, and workers start elsewhere; give the whole path,"
                            + " such as /data/images");
            findings.require(
                    rendered || dataset.flatbirds() == null,
                    at + ".flatbirds",
                    "has a meaning for kind flatbirds only; remove it or change kind",
                    at + ".kind");
            SplitSpec split = dataset.split();
            findings.require(
                    split.test() + split.validation() < 1,
                    at + ".split",
                    "test " + split.test() + " and validation " + split.validation() + " leave no training images");
        }
    }

    private static void seeds(SweepSpec spec, SpecFindings findings) {
        findings.require(!spec.seeds().isEmpty(), "seeds", "is empty; give at least one seed");
        findings.require(
                new HashSet<>(spec.seeds()).size() == spec.seeds().size(),
                "seeds",
                spec.seeds() + " has a seed twice; every seed is run once");
        findings.require(
                spec.switches().seedZero() == ReferenceSwitches.SeedZero.SEEDED
                        || !spec.seeds().contains(0L),
                "switches.seedZero",
                "unseeded makes the trial with seed 0 unrepeatable; set it to seeded, or leave seed 0 out",
                "seeds");
    }

    static boolean isAbsolute(String path) {
        return path.startsWith("/");
    }
}
