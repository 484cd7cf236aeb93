package io.protolab.cpu.dataset;

/** Hears how far a preparation is; called from several threads, and may end the preparation by throwing. */
@FunctionalInterface
public interface PreparationProgress {

    /** For callers that do not listen. */
    PreparationProgress SILENT = (step, done) -> {};

    /**
     * One more unit of work is done.
     *
     * @param step what is being done, for people
     * @param done number of units finished in this step
     */
    void advanced(String step, int done);
}
