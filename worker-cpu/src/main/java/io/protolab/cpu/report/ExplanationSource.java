package io.protolab.cpu.report;

import io.protolab.platform.dataset.DatasetManifest;
import io.protolab.platform.dataset.ManifestImage;
import io.protolab.platform.dataset.PixelBox;
import io.protolab.platform.evaluation.Explanations;
import io.protolab.platform.evaluation.Predictions;
import io.protolab.platform.evaluation.PrototypeCatalogue;
import io.protolab.platform.workflow.TrialInput;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Turns the evidence of a trial into explanations of single predictions. Images are numbered as in the evidence files. */
record ExplanationSource(
        TrialInput trial,
        DatasetManifest manifest,
        Predictions predictions,
        Explanations explanations,
        PrototypeCatalogue catalogue,
        DatasetImages images) {
    private static final int EXAMPLES = 3;

    /** Right or wrong answers, in the order of the test split but a new class as long as there is one. */
    List<Integer> choose(boolean right, int count) {
        List<Integer> candidates = IntStream.range(0, predictions.images())
                .filter(image -> (ranking(image)[0] == predictions.labels()[image]) == right)
                .boxed()
                .toList();
        Set<Integer> classes = new HashSet<>();
        Set<Integer> firstOfClass = candidates.stream()
                .filter(image -> classes.add(predictions.labels()[image]))
                .collect(Collectors.toSet());
        return candidates.stream()
                .sorted(Comparator.comparing((Integer image) -> !firstOfClass.contains(image))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(count)
                .sorted()
                .toList();
    }

    /** Where the image lies below the root of the dataset. */
    String path(int image) {
        return manifestImage(image).path();
    }

    Explanation explain(int image) {
        int[] ranking = ranking(image);
        int predicted = ranking[0];
        int label = predictions.labels()[image];
        int rival = predicted == label ? ranking[Math.min(1, ranking.length - 1)] : label;
        List<Integer> shown = IntStream.range(0, explanations.prototypes())
                .boxed()
                .filter(prototype -> explanations.importance(image, prototype, predicted) > 0)
                .sorted(Comparator.comparingDouble(
                        (Integer prototype) -> -explanations.importance(image, prototype, predicted)))
                .limit(ExplanationSheet.PLACES)
                .toList();
        return new Explanation(
                seen(image),
                manifest.classes().get(label),
                probability(image, predicted),
                shown.stream()
                        .map(prototype -> contribution(image, prototype, predicted))
                        .toList(),
                sum(image, shown, predicted),
                sum(image, shown, rival));
    }

    private Explanation.Contribution contribution(int image, int prototype, int predicted) {
        int cells = explanations.grid() * explanations.grid();
        int first = (image * explanations.prototypes() + prototype) * cells;
        return new Explanation.Contribution(
                prototype,
                Arrays.copyOfRange(explanations.similarityMaps(), first, first + cells),
                explanations.grid(),
                explanations.scores()[image * explanations.prototypes() + prototype],
                explanations.classWeights()[predicted * explanations.prototypes() + prototype],
                catalogue.prototypes().get(prototype).topPatches().stream()
                        .limit(EXAMPLES)
                        .map(patch -> new GalleryPrototype.Patch(
                                        images.row(patch.row()),
                                        patch.x(),
                                        patch.y(),
                                        patch.width(),
                                        patch.height(),
                                        patch.score())
                                .crop())
                        .toList());
    }

    private Explanation.Sum sum(int image, List<Integer> shown, int classIndex) {
        double other = IntStream.range(0, explanations.prototypes())
                .filter(prototype -> !shown.contains(prototype))
                .mapToDouble(prototype -> explanations.importance(image, prototype, classIndex))
                .sum();
        return new Explanation.Sum(
                manifest.classes().get(classIndex),
                shown.stream()
                        .map(prototype -> (double) explanations.importance(image, prototype, classIndex))
                        .toList(),
                other);
    }

    /** The image as the model sees it. */
    private BufferedImage seen(int image) {
        ManifestImage entry = manifestImage(image);
        PixelBox seen = trial.features()
                .window(entry, trial.spec().backbone().imageSize())
                .seen();
        return images.row(predictions.rows()[image]).getSubimage(seen.x(), seen.y(), seen.width(), seen.height());
    }

    /** Classes by falling logit, the lower index first among equals. */
    private int[] ranking(int image) {
        return IntStream.range(0, predictions.classes())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer c) -> -logit(image, c)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private double probability(int image, int classIndex) {
        double sum = IntStream.range(0, predictions.classes())
                .mapToDouble(c -> Math.exp(logit(image, c) - logit(image, classIndex)))
                .sum();
        return 1 / sum;
    }

    private double logit(int image, int classIndex) {
        return predictions.logits()[image * predictions.classes() + classIndex];
    }

    private ManifestImage manifestImage(int image) {
        return manifest.images().get(predictions.rows()[image]);
    }
}
