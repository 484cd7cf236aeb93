package io.protolab.gpu.features;

import io.protolab.platform.dataset.DatasetManifest;
import io.protolab.platform.dataset.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which row of a feature set holds what: first the manifest's images in order; then, for each test image in order that has a picture
 * without each of the manifest's parts, one row per part in the manifest's order; then, if the dataset has part maps, one noisy copy of
 * each test image in order. A test image with an incomplete set of pictures has no row in the second group.
 */
public final class FeatureRows {
    private final List<String> parts;
    private final int[] testRows;
    private final int[] deletionRows;
    private final List<Row> rows;
    private final int firstDeletion;
    private final int firstNoisy;

    /**
     * Where a row comes from.
     *
     * @param image row of the manifest
     * @param deletedPart absent unless a part is removed
     * @param noisy whether noise is added
     */
    record Row(int image, @Nullable String deletedPart, boolean noisy) {}

    private FeatureRows(List<String> parts, int[] testRows, int[] deletionRows, List<Row> rows, int firstNoisy) {
        this.parts = parts;
        this.testRows = testRows;
        this.deletionRows = deletionRows;
        this.rows = Collections.unmodifiableList(rows);
        this.firstDeletion = firstNoisy - deletionRows.length * parts.size();
        this.firstNoisy = firstNoisy;
    }

    /** The rows for a dataset. */
    public static FeatureRows of(DatasetManifest manifest) {
        int[] testRows = manifest.rows(Split.TEST);
        int[] deletionRows = manifest.parts().isEmpty()
                ? new int[0]
                : Arrays.stream(testRows)
                        .filter(row ->
                                manifest.images().get(row).deletions().keySet().containsAll(manifest.parts()))
                        .toArray();
        List<Row> rows = new ArrayList<>();
        for (int image = 0; image < manifest.images().size(); image++) {
            rows.add(new Row(image, null, false));
        }
        for (int image : deletionRows) {
            manifest.parts().forEach(part -> rows.add(new Row(image, part, false)));
        }
        int firstNoisy = rows.size();
        if (hasPartMaps(manifest)) {
            Arrays.stream(testRows).forEach(image -> rows.add(new Row(image, null, true)));
        }
        return new FeatureRows(manifest.parts(), testRows, deletionRows, rows, firstNoisy);
    }

    /** Whether parts can be measured. */
    public static boolean hasPartMaps(DatasetManifest manifest) {
        return manifest.images().stream().anyMatch(image -> image.partMap() != null);
    }

    public int count() {
        return rows.size();
    }

    Row row(int index) {
        return rows.get(index);
    }

    /** Manifest rows of the test images, ascending. */
    public int[] testRows() {
        return testRows.clone();
    }

    /** Manifest rows of the test images whose parts can be removed, ascending; empty without interventions. */
    public int[] deletionRows() {
        return deletionRows.clone();
    }

    /** Number of parts that can be removed from each of {@link #deletionRows()}. */
    public int parts() {
        return parts.size();
    }

    /**
     * Feature rows of pictures with a part removed.
     *
     * @param from position in {@link #deletionRows()}
     * @param to position after the last
     * @return all parts of the first image, then all parts of the next
     */
    public int[] deletions(int from, int to) {
        return range(firstDeletion + from * parts.size(), firstDeletion + to * parts.size());
    }

    public boolean hasNoisyCopies() {
        return firstNoisy < rows.size();
    }

    /** Feature rows of the noisy copies of {@code testRows()[from … to − 1]}. */
    public int[] noisy(int from, int to) {
        return range(firstNoisy + from, firstNoisy + to);
    }

    private static int[] range(int from, int to) {
        int[] range = new int[to - from];
        Arrays.setAll(range, i -> from + i);
        return range;
    }
}
