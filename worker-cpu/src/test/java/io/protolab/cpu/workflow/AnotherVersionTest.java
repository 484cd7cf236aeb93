package io.protolab.cpu.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.experiment.SweepProgress;
import io.protolab.platform.experiment.SweepSpec;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.workflow.Payloads;
import io.protolab.platform.workflow.SweepClient;
import io.protolab.platform.workflow.SweepInput;
import io.protolab.platform.workflow.SweepWorkflow;
import io.protolab.platform.workflow.TaskQueues;
import io.protolab.platform.workflow.WorkflowIds;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A sweep whose workflow was begun by a version with other steps in it. */
class AnotherVersionTest {
    private final SweepSpec spec = SweepSamples.seeds(2, 1, 0);
    private final FakeRegistry registry = new FakeRegistry(spec);
    private final TestWorkflowEnvironment temporal =
            TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                    .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                            .setDataConverter(Payloads.converter())
                            .build())
                    .setWorkerFactoryOptions(WorkerFactoryOptions.newBuilder()
                            .setWorkflowCacheSize(1)
                            .build())
                    .setUseTimeskipping(false)
                    .build());
    private final WorkflowClient client = temporal.getWorkflowClient();
    private final SweepClient sweeps = new SweepClient(client);

    @AfterEach
    void stop() {
        temporal.shutdownNow();
        temporal.close();
    }

    /** The reconciler looks after open sweeps every few seconds, by the call that is made here. */
    @Test
    void failsAndIsStartedAgainFromTheRegistry() {
        startWorkers();
        sweeps.start(SweepSamples.SWEEP, spec);
        SweepStage.until(() -> isBegun(SweepSamples.SWEEP));

        sweeps.start("another", spec);
        SweepStage.until(() -> isBegun("another"));

        Changing.isNew = true;
        sweeps.resume(SweepSamples.SWEEP);
        SweepStage.until(() -> status() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED);
        assertThat(registry.sweep().isFinal()).isFalse();
        sweeps.start(SweepSamples.SWEEP, spec);

        SweepStage.until(() -> registry.sweep() == SweepState.COMPLETE);
        assertThat(registry.trial(0)).isEqualTo(TrialState.COMPLETE);
        assertThat(registry.trial(1)).isEqualTo(TrialState.COMPLETE);
    }

    private boolean isBegun(String sweepId) {
        return client.fetchHistory(WorkflowIds.sweep(sweepId)).getEvents().stream()
                .anyMatch(event -> event.getEventType() == EventType.EVENT_TYPE_TIMER_STARTED);
    }

    private WorkflowExecutionStatus status() {
        return client.newUntypedWorkflowStub(WorkflowIds.sweep(SweepSamples.SWEEP))
                .describe()
                .getStatus();
    }

    /** They remember one workflow: with another begun, a task of the first starts from its history, as at a new worker. */
    private void startWorkers() {
        Worker cpu = temporal.newWorker(TaskQueues.CPU);
        cpu.registerWorkflowImplementationTypes(
                Workflows.options(Duration.ofSeconds(10)), Changing.class, TrialWorkflowImpl.class);
        FakeStages stages = new FakeStages();
        cpu.registerActivitiesImplementations(stages);
        temporal.newWorker(TaskQueues.REGISTRY).registerActivitiesImplementations(registry);
        temporal.newWorker(TaskQueues.GPU).registerActivitiesImplementations(new FakeTraining(), stages);
        temporal.newWorker(TaskQueues.GPU_FILES).registerActivitiesImplementations(stages);
        temporal.start();
    }

    /** Rests before it does anything; the new version does not. */
    public static final class Changing implements SweepWorkflow {
        private static volatile boolean isNew;

        private final Optional<SweepWorkflow> today;

        @WorkflowInit
        public Changing(SweepInput sweep) {
            today = isNew ? Optional.of(new SweepWorkflowImpl(sweep)) : Optional.empty();
        }

        @Override
        public SweepState run(SweepInput sweep) {
            if (today.isEmpty()) {
                Workflow.sleep(Duration.ofHours(1));
            }
            return today.orElseThrow().run(sweep);
        }

        @Override
        public SweepProgress progress() {
            return today.orElseThrow().progress();
        }

        @Override
        public void pause() {
            today.ifPresent(SweepWorkflow::pause);
        }

        @Override
        public void resume() {
            today.ifPresent(SweepWorkflow::resume);
        }

        @Override
        public void trialEnded(String trialId, TrialState end) {
            today.ifPresent(sweep -> sweep.trialEnded(trialId, end));
        }
    }
}
