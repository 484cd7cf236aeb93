package io.protolab.platform.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The checked list of a dataset's images, in a fixed order: a row number identifies an image everywhere. Its file does not say where the
 * images lie, so that the same images have the same fingerprint on every machine; {@link PreparedDataset} does.
 *
 * @param version of this format
 * @param root directory of all paths, on a volume that all workers see; empty in the file
 * @param classes names by label
 * @param parts part names in the order of the metrics; empty without part annotations
 * @param unreadable what was left out, and why
 */
public record DatasetManifest(
        int version,
        String name,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String root,
        List<String> classes,
        List<String> parts,
        List<ManifestImage> images,
        List<UnreadableFile> unreadable) {
    public static final int VERSION = 1;

    public DatasetManifest {
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "manifest format " + version + " is not " + VERSION + "; prepare the dataset again");
        }
        root = Objects.requireNonNullElse(root, "");
        classes = List.copyOf(classes);
        parts = List.copyOf(parts);
        images = List.copyOf(images);
        unreadable = List.copyOf(unreadable);
        for (ManifestImage image : images) {
            if (image.label() < 0 || image.label() >= classes.size()) {
                throw new IllegalArgumentException(
                        image.path() + ": label " + image.label() + " is not one of " + classes.size() + " classes");
            }
        }
    }

    /** The same images in another place. */
    public DatasetManifest at(String place) {
        return new DatasetManifest(version, name, place, classes, parts, images, unreadable);
    }

    /** Number of images of a split. */
    public int count(Split split) {
        return (int) images.stream().filter(image -> image.split() == split).count();
    }

    /** Number of images of a split in each class, by label. */
    public List<Integer> countPerClass(Split split) {
        int[] counts = new int[classes.size()];
        images.stream().filter(image -> image.split() == split).forEach(image -> counts[image.label()]++);
        return IntStream.of(counts).boxed().toList();
    }

    /** Rows of a split, ascending. */
    public int[] rows(Split split) {
        return IntStream.range(0, images.size())
                .filter(row -> images.get(row).split() == split)
                .toArray();
    }
}
