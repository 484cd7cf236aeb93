package io.protolab.cpu.dataset;

import io.protolab.platform.dataset.Split;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which folders are splits and which are classes. A folder with the name of a split is one if it holds folders itself;
 * without any the layout is flat, and all images count as training images until some are held out.
 *
 * @param splits split by the path of the folder that holds its classes, with a slash at the end; flat: the empty path
 * @param classes names in label order
 * @param problems what makes the layout unusable
 */
record ImageFolderLayout(Map<String, Split> splits, List<String> classes, List<String> problems) {

    private static final Map<String, Split> SPLIT_FOLDERS = new TreeMap<>(
            Map.of("train", Split.TRAIN, "val", Split.VALIDATION, "validation", Split.VALIDATION, "test", Split.TEST));

    /** A mirror tree of masks may lie beside splits or classes; its images are no samples. */
    private static final String MASKS = "masks";

    ImageFolderLayout {
        splits = Map.copyOf(splits);
        classes = List.copyOf(classes);
        problems = List.copyOf(problems);
    }

    static ImageFolderLayout of(FileTree tree) {
        Map<String, Split> splits = new TreeMap<>();
        SPLIT_FOLDERS.forEach((folder, split) -> {
            if (!foldersIn(tree, folder + "/").isEmpty()) {
                splits.put(folder + "/", split);
            }
        });
        if (splits.isEmpty()) {
            Set<String> classes = foldersIn(tree, "");
            if (isMaskTree(tree, classes)) {
                classes.remove(MASKS);
            }
            return new ImageFolderLayout(Map.of("", Split.TRAIN), List.copyOf(classes), List.of());
        }
        return split(tree, splits);
    }

    private static ImageFolderLayout split(FileTree tree, Map<String, Split> splits) {
        Set<String> trained = foldersIn(tree, "train/");
        Set<String> classes = new TreeSet<>(CodePointOrder.INSTANCE);
        List<String> problems = new ArrayList<>();
        SPLIT_FOLDERS.keySet().stream()
                .filter(folder -> tree.directories().contains(folder) && !splits.containsKey(folder + "/"))
                .forEach(folder -> problems.add(folder + "/ has no class folders; add them or remove it"));
        for (String prefix : splits.keySet()) {
            Set<String> found = foldersIn(tree, prefix);
            classes.addAll(found);
            found.stream()
                    .filter(name -> !trained.contains(name))
                    .forEach(name -> problems.add(
                            "class %s%s has no folder in train/; add it or remove the class".formatted(prefix, name)));
        }
        return new ImageFolderLayout(splits, List.copyOf(classes), problems);
    }

    /** The sample at a path; absent for files that lie in no class folder. */
    Optional<Candidate> candidate(String path) {
        for (Map.Entry<String, Split> split : splits.entrySet()) {
            String prefix = split.getKey();
            int end = path.indexOf('/', prefix.length());
            if (path.startsWith(prefix) && end >= 0) {
                int label = classes.indexOf(path.substring(prefix.length(), end));
                return label < 0 ? Optional.empty() : Optional.of(Candidate.plain(path, label, split.getValue()));
            }
        }
        return Optional.empty();
    }

    boolean isMask(String path) {
        return path.startsWith(MASKS + "/") && !classes.contains(MASKS);
    }

    private static boolean isMaskTree(FileTree tree, Collection<String> classes) {
        Set<String> mirrored = foldersIn(tree, MASKS + "/");
        return !mirrored.isEmpty() && classes.containsAll(mirrored);
    }

    private static Set<String> foldersIn(FileTree tree, String prefix) {
        Set<String> folders = new TreeSet<>(CodePointOrder.INSTANCE);
        for (String directory : tree.directories()) {
            if (directory.startsWith(prefix) && directory.indexOf('/', prefix.length()) < 0) {
                folders.add(directory.substring(prefix.length()));
            }
        }
        return folders;
    }
}
