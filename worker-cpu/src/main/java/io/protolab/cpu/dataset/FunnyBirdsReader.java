package io.protolab.cpu.dataset;

import io.protolab.platform.dataset.DatasetManifest;
import io.protolab.platform.dataset.Split;
import io.protolab.platform.experiment.SplitSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The archive of FunnyBirds (Hesse, Schaub-Meyer and Roth, ICCV 2023), and FlatBirds, which is written in its layout.
 *
 * <p>Image i of a split is entry i of {@code dataset_<split>.json} and lies at {@code <split>/<class>/<i>.png}, i with six
 * digits. Part maps and the test images that lack one part are listed where the archive has such folders; other
 * interventions are not needed.
 */
public final class FunnyBirdsReader implements DatasetReader {

    /** The archive unpacks into this folder; both it and its parent may be named. */
    private static final String ARCHIVE_FOLDER = "FunnyBirds";

    private static final String INTERVENTIONS = "test_interventions";

    private final SplitSpec holdOut;
    private final PreparationProgress progress;

    /**
     * A reader that can be used again and again.
     *
     * @param holdOut how to make a validation split, which the archive lacks
     */
    public FunnyBirdsReader(SplitSpec holdOut, PreparationProgress progress) {
        this.holdOut = holdOut;
        this.progress = progress;
    }

    @Override
    public DatasetManifest read(String name, Path directory) throws IOException, UnusableDatasetException {
        Path root = DatasetDirectory.existing(directory);
        if (Files.isDirectory(root.resolve(ARCHIVE_FOLDER))) {
            root = root.resolve(ARCHIVE_FOLDER);
        }
        FunnyBirdsLists lists = FunnyBirdsLists.read(root);
        List<Candidate> candidates = new ArrayList<>();
        candidates.addAll(candidates(root, Split.TRAIN, lists.trainLabels(), List.of()));
        boolean intervened = Files.isDirectory(root.resolve(INTERVENTIONS));
        candidates.addAll(candidates(root, Split.TEST, lists.testLabels(), intervened ? lists.parts() : List.of()));
        List<String> classes = IntStream.range(0, lists.classCount())
                .mapToObj(Integer::toString)
                .toList();
        return new ManifestAssembly(root, holdOut, progress).assemble(name, classes, lists.parts(), candidates);
    }

    /** @param deletable parts that are deleted one by one in further pictures */
    private static List<Candidate> candidates(Path root, Split split, List<Integer> labels, List<String> deletable) {
        String folder = split.name().toLowerCase(Locale.ROOT);
        boolean mapped = Files.isDirectory(root.resolve(folder + "_part_map"));
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            int label = labels.get(i);
            String place = "/%d/%06d".formatted(label, i);
            Map<String, String> deletions = new TreeMap<>();
            for (String part : deletable) {
                deletions.put(part, INTERVENTIONS + place + "/" + withoutPart(part, deletable));
            }
            String partMap = mapped ? folder + "_part_map" + place + ".png" : null;
            candidates.add(new Candidate(folder + place + ".png", label, split, partMap, deletions));
        }
        return candidates;
    }

    private static String withoutPart(String deleted, List<String> parts) {
        return parts.stream()
                .filter(part -> !part.equals(deleted))
                .sorted()
                .collect(Collectors.joining("_", "body_", ".png"));
    }
}
