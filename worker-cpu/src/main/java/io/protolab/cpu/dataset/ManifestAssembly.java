package io.protolab.cpu.dataset;

import io.protolab.platform.dataset.DatasetManifest;
import io.protolab.platform.dataset.ManifestImage;
import io.protolab.platform.dataset.Split;
import io.protolab.platform.dataset.UnreadableFile;
import io.protolab.platform.experiment.SplitSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * From the files a layout names to a manifest, the same for all layouts: look into every file, hold out what the layout
 * does not split, refuse what cannot be trained on.
 */
final class ManifestAssembly {

    /** A reason is read on a screen; a whole directory of broken files would bury it. */
    private static final int MOST_NAMED = 10;

    private final Path root;
    private final SplitSpec holdOut;
    private final PreparationProgress progress;
    private final List<UnreadableFile> unreadable = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    ManifestAssembly(Path root, SplitSpec holdOut, PreparationProgress progress) {
        this.root = root;
        this.holdOut = holdOut;
        this.progress = progress;
    }

    /** Lists a file that is no candidate. */
    void reject(UnreadableFile file) {
        unreadable.add(file);
    }

    /** Notes a reason to refuse the dataset; all of them are reported together. */
    void refuse(String problem) {
        problems.add(problem);
    }

    /**
     * The manifest, images in the order of the candidates.
     *
     * @param classes names by label
     * @throws UnusableDatasetException if anything was refused, a class cannot be trained or nothing can be tested
     */
    DatasetManifest assemble(String name, List<String> classes, List<String> parts, List<Candidate> candidates)
            throws UnusableDatasetException {
        AtomicInteger done = new AtomicInteger();
        List<Examination> examinations = candidates.parallelStream()
                .map(candidate -> {
                    Examination examination = Examination.of(candidate, root);
                    progress.advanced("reading images", done.incrementAndGet());
                    return examination;
                })
                .toList();
        examinations.forEach(examination -> unreadable.addAll(examination.unreadable()));
        List<ManifestImage> images = withHeldOut(
                examinations.stream()
                        .flatMap(examination -> examination.image().stream())
                        .toList(),
                candidates);
        refuseUntrainable(classes, images);
        return new DatasetManifest(DatasetManifest.VERSION, name, root.toString(), classes, parts, images, unreadable);
    }

    /** A split that the layout knows stays as it is, even if none of its images can be used. */
    private List<ManifestImage> withHeldOut(List<ManifestImage> images, List<Candidate> candidates) {
        List<ManifestImage> tested = names(candidates, Split.TEST)
                ? images
                : HoldOut.apply(images, Split.TEST, holdOut.test(), holdOut.seed());
        return names(candidates, Split.VALIDATION)
                ? tested
                : HoldOut.apply(tested, Split.VALIDATION, holdOut.validation(), holdOut.seed());
    }

    private static boolean names(List<Candidate> candidates, Split split) {
        return candidates.stream().anyMatch(candidate -> candidate.split() == split);
    }

    private void refuseUntrainable(List<String> classes, List<ManifestImage> images) throws UnusableDatasetException {
        if (classes.size() < 2) {
            refuse("found %d class folder(s) %s; a classifier needs at least 2".formatted(classes.size(), classes));
        }
        for (int label = 0; label < classes.size(); label++) {
            int wanted = label;
            if (images.stream().noneMatch(image -> image.label() == wanted && image.split() == Split.TRAIN)) {
                refuse("class '%s' has no readable training image; add some or remove the class"
                        .formatted(classes.get(label)));
            }
        }
        if (images.stream().noneMatch(image -> image.split() == Split.TEST)) {
            refuse(("there is no readable test image; add a test split, or hold some out: split.test is %s, "
                            + "and only classes of 2 and more images can give one")
                    .formatted(holdOut.test()));
        }
        if (!problems.isEmpty()) {
            unreadable.stream().limit(MOST_NAMED).forEach(file -> refuse(file.path() + ": " + file.reason()));
            if (unreadable.size() > MOST_NAMED) {
                refuse("… and %d more files that cannot be used".formatted(unreadable.size() - MOST_NAMED));
            }
            throw new UnusableDatasetException(root, problems);
        }
    }
}
