package io.protolab.gpu.evaluation;

import io.protolab.platform.dataset.ManifestImage;
import io.protolab.platform.evaluation.PrototypeCatalogue.TopPatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The images in which each prototype scores highest, with the cell of its similarity map that is largest. Equal scores are ranked by row;
 * an image that a prototype scores 0 shows nothing of it and is left out.
 */
final class TopPatches {
    private static final Comparator<Candidate> BEST_FIRST =
            Comparator.comparing(Candidate::score).reversed().thenComparing(Candidate::row);

    private final int limit;
    private final int patches;
    private final List<PriorityQueue<Candidate>> worstFirst = new ArrayList<>();

    private record Candidate(int row, int cell, float score) {}

    /** @param limit images kept per prototype */
    TopPatches(int prototypes, int patches, int limit) {
        this.limit = limit;
        this.patches = patches;
        for (int i = 0; i < prototypes; i++) {
            worstFirst.add(new PriorityQueue<>(BEST_FIRST.reversed()));
        }
    }

    /** Looks at one image of a batch. */
    void offer(int row, int imageInBatch, HeadOutputs outputs) {
        for (int prototype = 0; prototype < worstFirst.size(); prototype++) {
            int at = imageInBatch * worstFirst.size() + prototype;
            float score = outputs.scores()[at];
            if (score > 0) {
                PriorityQueue<Candidate> kept = worstFirst.get(prototype);
                kept.add(new Candidate(row, largestCell(outputs.similarityMaps(), at * patches), score));
                if (kept.size() > limit) {
                    kept.remove();
                }
            }
        }
    }

    private int largestCell(float[] maps, int from) {
        int best = 0;
        for (int cell = 1; cell < patches; cell++) {
            best = maps[from + cell] > maps[from + best] ? cell : best;
        }
        return best;
    }

    /** Best first, boxes in pixels of the original images. */
    List<TopPatch> of(int prototype, List<ManifestImage> images) {
        int grid = (int) Math.round(Math.sqrt(patches));
        return worstFirst.get(prototype).stream()
                .sorted(BEST_FIRST)
                .map(found -> patch(found, grid, images.get(found.row())))
                .toList();
    }

    private static TopPatch patch(Candidate found, int grid, ManifestImage image) {
        int column = found.cell() % grid;
        int line = found.cell() / grid;
        int left = column * image.width() / grid;
        int top = line * image.height() / grid;
        return new TopPatch(
                found.row(),
                left,
                top,
                Math.max(1, (column + 1) * image.width() / grid - left),
                Math.max(1, (line + 1) * image.height() / grid - top),
                found.score());
    }
}
