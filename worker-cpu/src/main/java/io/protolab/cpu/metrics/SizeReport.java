package io.protolab.cpu.metrics;

/**
 * Accuracy and sizes of one importance threshold; they belong together.
 *
 * @param globalSize for the true class of each image, likewise {@code localSize}
 * @param globalSizePredicted for the class predicted after the same cut, likewise {@code localSizePredicted}
 */
record SizeReport(
        double threshold,
        double accuracy,
        int globalSize,
        double localSize,
        int globalSizePredicted,
        double localSizePredicted) {
    /**
     * Cuts and counts.
     *
     * @param threshold as written in the spec; compared in float32
     * @param labels true class per image
     */
    static SizeReport of(Importances importances, double threshold, int[] labels) {
        ImportanceCut cut = new ImportanceCut(importances, (float) threshold);
        int[] predictions = cut.predictions();
        return new SizeReport(
                threshold,
                Confusion.of(labels, predictions, cut.classCount()).accuracy(),
                GlobalSize.of(cut, labels),
                LocalSize.of(cut, labels),
                GlobalSize.of(cut, predictions),
                LocalSize.of(cut, predictions));
    }
}
