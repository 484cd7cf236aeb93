package io.protolab.platform.workflow;

import io.protolab.platform.finding.Finding;
import org.jspecify.annotations.Nullable;

/**
 * A finding on a volume.
 *
 * @param remedy absent where only a person can help
 * @param target what it is applied to: trial, key or path
 */
public record VolumeFinding(Finding finding, @Nullable Remedy remedy, String target) {
    /** What {@link VolumeActivities} or the registry are asked for. */
    public enum Remedy {
        DELETE_CHECKPOINTS,
        SET_ASIDE,
        DELETE_FEATURES,
        DELETE_LEFTOVER,
        GIVE_UP_FEATURES
    }
}
