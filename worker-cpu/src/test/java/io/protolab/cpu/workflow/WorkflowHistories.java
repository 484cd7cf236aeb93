package io.protolab.cpu.workflow;

import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.workflow.SweepWorkflow;
import io.protolab.platform.workflow.WorkflowIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Records the histories that {@link ReplayTest} replays. Not part of a build; to be run by name when a change of a workflow is meant:
 * {@code mvn test -pl worker-cpu -am -Dtest=WorkflowHistories -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class WorkflowHistories {
    private static final Path DIRECTORY = Path.of("src/test/resources/histories");

    /** A pause, a failed trial that the budget tolerates, a training that is retried. */
    @Test
    void recordsSweepAndTrial() throws IOException {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(4, 1, 1))) {
            stage.training.fails(1);
            stage.training.failsOnce(3);
            stage.training.waitsIn(2);
            SweepWorkflow sweep = stage.start();
            SweepStage.until(() -> stage.training.running() == 1 && stage.registry.trial(1) == TrialState.FAILED);
            sweep.pause();
            SweepStage.until(() -> stage.registry.sweep() == SweepState.PAUSED && stage.training.running() == 0);
            stage.training.letsThrough(2);
            sweep.resume();
            stage.result(sweep);
            record(stage, WorkflowIds.sweep(SweepSamples.SWEEP), "sweep.json");
            record(stage, WorkflowIds.trial(SweepSamples.trialId(3)), "trial.json");
        }
    }

    /** The last of several runs, which joins a trial that the first one started. */
    @Test
    void recordsContinuedSweep() throws IOException {
        try (SweepStage stage = new SweepStage(SweepSamples.seeds(5, 2, 0), SweepWorkflowTest.TwoStartsPerRun.class)) {
            stage.training.waitsIn(0);
            SweepWorkflow sweep = stage.start();
            SweepStage.until(() -> stage.registry.trial(4) == TrialState.COMPLETE);
            stage.training.letsThrough(0);
            stage.result(sweep);
            record(stage, WorkflowIds.sweep(SweepSamples.SWEEP), "sweep-continued.json");
        }
    }

    private static void record(SweepStage stage, String workflowId, String file) throws IOException {
        Files.createDirectories(DIRECTORY);
        Files.writeString(DIRECTORY.resolve(file), stage.history(workflowId).toJson(true));
    }
}
