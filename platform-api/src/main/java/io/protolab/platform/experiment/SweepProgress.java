package io.protolab.platform.experiment;

import java.util.List;

/**
 * The live answer of a running sweep.
 *
 * @param stage what it does now, in words ({@code preparing flatbirds-20}, {@code extracting …}, {@code running trials})
 * @param running ids of open trials
 */
public record SweepProgress(
        SweepState state, String stage, int trials, int complete, int failed, List<String> running) {
    public SweepProgress {
        running = List.copyOf(running);
    }
}
