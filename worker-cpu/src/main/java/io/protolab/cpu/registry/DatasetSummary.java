package io.protolab.cpu.registry;

import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.dataset.UnreadableFile;
import java.util.List;
import java.util.stream.Collectors;

/** What the owner of a sweep should know of a dataset that was prepared for it: its sizes, and what it does without. */
final class DatasetSummary {
    /** The manifest lists all of them. */
    private static final int MOST_NAMED = 10;

    private DatasetSummary() {}

    /** One line, and one more for each of the first files that are left out. */
    static String of(PreparedDataset dataset, List<UnreadableFile> leftOut) {
        String sizes = "dataset %s: %d classes, images: %d train, %d validation, %d test"
                .formatted(dataset.name(), dataset.classes(), dataset.train(), dataset.validation(), dataset.test());
        if (leftOut.isEmpty()) {
            return sizes;
        }
        String named = leftOut.stream()
                .limit(MOST_NAMED)
                .map(file -> "\n- " + file.path() + ": " + file.reason())
                .collect(Collectors.joining());
        String rest = leftOut.size() > MOST_NAMED ? "\n- … and " + (leftOut.size() - MOST_NAMED) + " more" : "";
        return sizes + "; files left out: " + leftOut.size() + ", listed in /api/v1/artifacts/"
                + dataset.manifest().sha256() + named + rest;
    }
}
