package io.protolab.gpu.evaluation;

import io.protolab.gpu.image.Preprocessing;
import io.protolab.platform.dataset.InputWindow;
import io.protolab.platform.dataset.ManifestImage;
import io.protolab.platform.dataset.PixelBox;
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

    /**
     * Best first, boxes in pixels of the original images.
     *
     * @param preprocessing by which the images became input
     */
    List<TopPatch> of(int prototype, List<ManifestImage> images, Preprocessing preprocessing) {
        return worstFirst.get(prototype).stream()
                .sorted(BEST_FIRST)
                .map(found -> patch(found, preprocessing.window(images.get(found.row()))))
                .toList();
    }

    private TopPatch patch(Candidate found, InputWindow window) {
        int grid = (int) Math.round(Math.sqrt(patches));
        int column = found.cell() % grid;
        int line = found.cell() / grid;
        int x = column * window.side() / grid;
        int y = line * window.side() / grid;
        PixelBox box = window.toImage(
                new PixelBox(x, y, (column + 1) * window.side() / grid - x, (line + 1) * window.side() / grid - y));
        return new TopPatch(found.row(), box.x(), box.y(), box.width(), box.height(), found.score());
    }
}
