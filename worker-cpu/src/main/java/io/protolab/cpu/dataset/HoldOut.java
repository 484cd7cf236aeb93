package io.protolab.cpu.dataset;

import io.protolab.platform.artifact.Sha256;
import io.protolab.platform.dataset.ManifestImage;
import io.protolab.platform.dataset.Split;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Moves a share of each class's training images to another split.
 *
 * <p>Which ones is decided by a hash of seed and path, so that it depends neither on the order of the files nor on the
 * other classes, and an added image moves at most one other.
 */
final class HoldOut {

    private HoldOut() {}

    /**
     * Of n training images of a class, share · n are held out, rounded; at least one if n ≥ 2, and never the last.
     *
     * @param share in [0, 1)
     */
    static List<ManifestImage> apply(List<ManifestImage> images, Split target, double share, long seed) {
        if (share == 0) {
            return images;
        }
        Map<Integer, List<ManifestImage>> trainingByLabel = images.stream()
                .filter(image -> image.split() == Split.TRAIN)
                .collect(Collectors.groupingBy(ManifestImage::label));
        Set<String> heldOut = new HashSet<>();
        for (List<ManifestImage> ofClass : trainingByLabel.values()) {
            ofClass.stream()
                    .map(ManifestImage::path)
                    .sorted(Comparator.comparing(path -> rank(path, target, seed)))
                    .limit(count(ofClass.size(), share))
                    .forEach(heldOut::add);
        }
        return images.stream()
                .map(image -> heldOut.contains(image.path()) ? moved(image, target) : image)
                .toList();
    }

    private static long count(int images, double share) {
        long rounded = Math.round(images * share);
        return Math.min(Math.max(rounded, 1), images - 1L);
    }

    private static String rank(String path, Split target, long seed) {
        return Sha256.of(target + " " + seed + " " + path);
    }

    private static ManifestImage moved(ManifestImage image, Split target) {
        return new ManifestImage(
                image.path(),
                image.sha256(),
                image.bytes(),
                image.width(),
                image.height(),
                image.label(),
                target,
                image.partMap(),
                image.deletions());
    }
}
