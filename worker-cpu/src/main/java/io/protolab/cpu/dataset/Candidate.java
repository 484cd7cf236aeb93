package io.protolab.cpu.dataset;

import io.protolab.platform.dataset.Split;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file that a layout calls an image of the dataset; whether it can be used is still open.
 *
 * @param path below the dataset's root, with forward slashes
 * @param split as the layout has it; images without one count as training images until some are held out
 * @param partMap path of its part map; absent if the layout has none
 * @param deletions removed part → path of the image without it
 */
record Candidate(
        String path, int label, Split split, @Nullable String partMap, Map<String, String> deletions) {

    Candidate {
        deletions = Map.copyOf(deletions);
    }

    static Candidate plain(String path, int label, Split split) {
        return new Candidate(path, label, split, null, Map.of());
    }
}
