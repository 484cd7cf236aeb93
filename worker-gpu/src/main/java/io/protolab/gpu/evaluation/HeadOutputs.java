package io.protolab.gpu.evaluation;

/**
 * What a head says of some images, as plain arrays; n images, P prototypes, C classes, N patches.
 *
 * @param logits [n, C]
 * @param scores [n, P]
 * @param similarityMaps [n, P, N], zero for pruned prototypes
 */
@SuppressWarnings("ArrayRecordComponent") // numbers on their way from tensors to files, never compared
record HeadOutputs(float[] logits, float[] scores, float[] similarityMaps) {
    /**
     * Room for n images.
     *
     * @throws IllegalArgumentException if the maps would not fit into one array, with what to do
     */
    static HeadOutputs allocate(int images, int classes, int prototypes, int patches) {
        long values = (long) images * prototypes * patches;
        if (values > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("the similarity maps of " + images + " test images, " + prototypes
                    + " prototypes and " + patches + " patches are " + values
                    + " values, more than one explanations file holds; use a smaller test split or fewer prototypes");
        }
        return new HeadOutputs(new float[images * classes], new float[images * prototypes], new float[(int) values]);
    }

    /** Copies a batch to its place. */
    void put(int firstImage, HeadOutputs batch, int batchSize) {
        copy(batch.logits, logits, firstImage, batchSize);
        copy(batch.scores, scores, firstImage, batchSize);
        copy(batch.similarityMaps, similarityMaps, firstImage, batchSize);
    }

    private static void copy(float[] batch, float[] all, int firstImage, int batchSize) {
        System.arraycopy(batch, 0, all, batch.length / batchSize * firstImage, batch.length);
    }
}
