package io.protolab.platform.experiment;

/**
 * The files of a complete trial that speak of that trial itself. Every other file is a function of the result: trials of one spec have it
 * with the same sha256, however often either of them was interrupted.
 *
 * <p>Beyond files, a trial's own are its rows of attempts and events, and in MLflow the ids and times of its run, the timestamps of metric
 * rows, the curve of seconds per epoch, and the run's tags and note, which tell what happened to this trial and no other.
 */
public final class OwnFiles {
    private OwnFiles() {}

    /**
     * Whether two trials with equal results have this file with different content. That is the provenance file alone: it names the trial that
     * it describes, and ends with a checksum over itself.
     */
    public static boolean include(String artifactName) {
        return artifactName.equals(ProvenanceFile.NAME);
    }
}
