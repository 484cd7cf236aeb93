package io.protolab.cpu.metrics;

/**
 * Where an image's evidence for one class lies: every prototype's similarity map, upsampled by nearest neighbour and divided by
 * its sum, times the prototype's importance; the pixels sum to the logit (ProtoS-ViT's FunnyBirds explainer). Importances are not
 * cut here.
 */
final class AttributionMap {
    private AttributionMap() {}

    /**
     * Spreads the importances over the pixels.
     *
     * @param similarity [prototype][cell] on a square grid
     * @param importance per prototype, for the class explained
     * @param size pixels per side
     * @return row-major pixels; all NaN if a map has no mass and {@code zeroMap} says so
     */
    static double[] of(float[][] similarity, float[] importance, int size, ZeroMap zeroMap) {
        NearestUpsampling upsampling = NearestUpsampling.ofCells(similarity[0].length, size);
        int[] pixelsPerCell = new int[similarity[0].length];
        for (int pixel = 0; pixel < upsampling.pixelCount(); pixel++) {
            pixelsPerCell[upsampling.cell(pixel)]++;
        }
        double[] cells = new double[similarity[0].length];
        for (int prototype = 0; prototype < similarity.length; prototype++) {
            double mass = 0;
            for (int cell = 0; cell < cells.length; cell++) {
                mass += (double) similarity[prototype][cell] * pixelsPerCell[cell];
            }
            if (mass != 0 || zeroMap == ZeroMap.NAN) {
                for (int cell = 0; cell < cells.length; cell++) {
                    cells[cell] += importance[prototype] * (similarity[prototype][cell] / mass);
                }
            }
        }
        return upsampling.upsample(cells);
    }
}
