package io.protolab.platform.workflow;

import java.time.Instant;
import java.util.List;

/**
 * What lies on the volume of the GPU workers, the largest first.
 *
 * @param trials directories of checkpoints, by trial
 * @param features feature sets, by key
 * @param leftovers unfinished files and directories of processes that died, by path below the volume's two directories
 * @param complete whether everything is listed; the largest are, if not
 */
public record VolumeSurvey(List<Kept> trials, List<Kept> features, List<Kept> leftovers, boolean complete) {
    public VolumeSurvey {
        trials = List.copyOf(trials);
        features = List.copyOf(features);
        leftovers = List.copyOf(leftovers);
    }

    /**
     * A file or a directory with all it holds.
     *
     * @param bytes of its files
     * @param touched when the newest of its files was written
     */
    public record Kept(String name, long bytes, Instant touched) {}
}
