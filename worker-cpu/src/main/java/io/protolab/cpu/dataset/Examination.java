package io.protolab.cpu.dataset;

import io.protolab.platform.dataset.ManifestImage;
import io.protolab.platform.dataset.UnreadableFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a candidate has turned out to be.
 *
 * @param image absent if the image itself cannot be used; without part map or deletions that cannot be used
 * @param unreadable the files among them that cannot be used
 */
record Examination(Optional<ManifestImage> image, List<UnreadableFile> unreadable) {

    Examination {
        unreadable = List.copyOf(unreadable);
    }

    static Examination of(Candidate candidate, Path root) {
        List<UnreadableFile> unreadable = new ArrayList<>();
        Optional<ManifestImage> image =
                check(candidate.path(), root, unreadable).map(usable -> image(candidate, usable, root, unreadable));
        return new Examination(image, unreadable);
    }

    private static ManifestImage image(
            Candidate candidate, ImageVerdict.Usable usable, Path root, List<UnreadableFile> unreadable) {
        String partMap = candidate.partMap();
        if (partMap != null && check(partMap, root, unreadable).isEmpty()) {
            partMap = null;
        }
        Map<String, String> deletions = new HashMap<>(candidate.deletions());
        deletions.values().removeIf(path -> check(path, root, unreadable).isEmpty());
        return new ManifestImage(
                candidate.path(),
                usable.sha256(),
                usable.bytes(),
                usable.width(),
                usable.height(),
                candidate.label(),
                candidate.split(),
                partMap,
                deletions);
    }

    private static Optional<ImageVerdict.Usable> check(String path, Path root, List<UnreadableFile> unreadable) {
        ImageVerdict verdict = ImageCheck.of(root.resolve(path));
        if (verdict instanceof ImageVerdict.Unusable unusable) {
            unreadable.add(new UnreadableFile(path, unusable.reason()));
        }
        return verdict instanceof ImageVerdict.Usable usable ? Optional.of(usable) : Optional.empty();
    }
}
