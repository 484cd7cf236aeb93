package io.protolab.cpu.workflow;

import io.protolab.platform.experiment.SweepSpec;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.export.ExportRequest;
import io.protolab.platform.workflow.EvictionWorkflow;
import io.protolab.platform.workflow.ExportWorkflow;
import io.protolab.platform.workflow.Payloads;
import io.protolab.platform.workflow.ScheduledSweepWorkflow;
import io.protolab.platform.workflow.SearchKeys;
import io.protolab.platform.workflow.SweepInput;
import io.protolab.platform.workflow.SweepWorkflow;
import io.protolab.platform.workflow.TaskQueues;
import io.protolab.platform.workflow.TrialWorkflow;
import io.protolab.platform.workflow.WorkflowIds;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributes;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A sweep on the in-memory Temporal server, played by fakes. */
final class SweepStage implements AutoCloseable {
    final FakeRegistry registry;
    final FakeTraining training = new FakeTraining();
    final FakeStages stages;
    /** A training that waits beats every twenty milliseconds, unless it is told to fall silent. */
    private static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(3);

    private final SweepSpec spec;
    private final Class<? extends TrialWorkflow> trials;
    private TestWorkflowEnvironment temporal;

    SweepStage(SweepSpec spec) {
        this(spec, SweepWorkflowImpl.class);
    }

    SweepStage(SweepSpec spec, Class<? extends SweepWorkflow> implementation) {
        this(spec, implementation, new FakeStages());
    }

    /** @param stages with what an earlier sweep left on their disks */
    SweepStage(SweepSpec spec, Class<? extends SweepWorkflow> implementation, FakeStages stages) {
        this(spec, implementation, TrialWorkflowImpl.class, stages);
    }

    SweepStage(
            SweepSpec spec,
            Class<? extends SweepWorkflow> implementation,
            Class<? extends TrialWorkflow> trials,
            FakeStages stages) {
        this.spec = spec;
        this.trials = trials;
        this.stages = stages;
        registry = new FakeRegistry(spec);
        temporal = begin(implementation);
    }

    /** Loses Temporal with everything in it; registry and checkpoints remain. */
    void losesTemporal() {
        temporal.shutdownNow();
        temporal.close();
        temporal = begin(SweepWorkflowImpl.class);
    }

    SweepWorkflow start() {
        return start(SweepSamples.SWEEP, SearchAttributes.EMPTY);
    }

    /** Under the id of another sweep, of which the registry says what it says of ours. */
    SweepWorkflow start(String sweepId) {
        return start(sweepId, SearchAttributes.EMPTY);
    }

    /** On a server that knows the attributes. */
    SweepWorkflow startSearchable() {
        SearchAttributes attributes = SearchKeys.ofSweep(SweepSamples.SWEEP, spec);
        attributes
                .getUntypedValues()
                .keySet()
                .forEach(key -> temporal.registerSearchAttribute(key.getName(), key.getValueType()));
        return start(SweepSamples.SWEEP, attributes);
    }

    /** What the server's lists would show of a workflow. */
    SearchAttributes shown(String workflowId) {
        return temporal.getWorkflowClient()
                .newUntypedWorkflowStub(workflowId)
                .describe()
                .getTypedSearchAttributes();
    }

    private SweepWorkflow start(String sweepId, SearchAttributes attributes) {
        SweepWorkflow sweep = temporal.getWorkflowClient()
                .newWorkflowStub(
                        SweepWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(WorkflowIds.sweep(sweepId))
                                .setTaskQueue(TaskQueues.CPU)
                                .setTypedSearchAttributes(attributes)
                                .build());
        WorkflowClient.start(sweep::run, SweepInput.of(sweepId, spec));
        return sweep;
    }

    /** As a schedule of that name does, at {@code 2026-11-24T02:00:00Z}. */
    SweepState fires(String schedule) {
        return temporal.getWorkflowClient()
                .newWorkflowStub(
                        ScheduledSweepWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId("schedule/" + schedule + "-2026-11-24T02:00:00Z")
                                .setTaskQueue(TaskQueues.CPU)
                                .build())
                .run(spec);
    }

    SweepState result(SweepWorkflow sweep) {
        return WorkflowStub.fromTyped(sweep).getResult(SweepState.class);
    }

    SweepState runToEnd() {
        return result(start());
    }

    /** False if the set stays. */
    boolean evict(String featureKey) {
        return temporal.getWorkflowClient()
                .newWorkflowStub(
                        EvictionWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(TaskQueues.CPU)
                                .build())
                .evict(featureKey);
    }

    TrialState resultOfTrial(int index) {
        return temporal.getWorkflowClient()
                .newUntypedWorkflowStub(WorkflowIds.trial(SweepSamples.trialId(index)))
                .getResult(TrialState.class);
    }

    TrialWorkflow trial(int index) {
        return temporal.getWorkflowClient()
                .newWorkflowStub(TrialWorkflow.class, WorkflowIds.trial(SweepSamples.trialId(index)));
    }

    void cancelsTrial(int index) {
        temporal.getWorkflowClient()
                .newUntypedWorkflowStub(WorkflowIds.trial(SweepSamples.trialId(index)))
                .cancel();
    }

    /** Why the export failed; empty if it did not. */
    String exports(ExportRequest request) {
        return temporal.getWorkflowClient()
                .newWorkflowStub(
                        ExportWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(WorkflowIds.export(request))
                                .setTaskQueue(TaskQueues.CPU)
                                .build())
                .run(request);
    }

    void terminates(String workflowId) {
        temporal.getWorkflowClient().newUntypedWorkflowStub(workflowId).terminate("by hand");
    }

    WorkflowExecutionHistory history(String workflowId) {
        return temporal.getWorkflowClient().fetchHistory(workflowId);
    }

    /** Waits, at most twenty seconds. */
    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("still not true after twenty seconds");
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        temporal.shutdownNow();
        temporal.close();
    }

    private TestWorkflowEnvironment begin(Class<? extends SweepWorkflow> implementation) {
        TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.converter())
                        .setIdentity("stage")
                        .build())
                .setUseTimeskipping(false) // a signal between workflows holds no clock: it would jump to a timeout
                .build());
        WorkerOptions options = WorkerOptions.newBuilder()
                .setMaxHeartbeatThrottleInterval(Duration.ofMillis(50))
                .setDefaultHeartbeatThrottleInterval(Duration.ofMillis(50))
                .build();
        Worker cpu = environment.newWorker(TaskQueues.CPU, options);
        cpu.registerWorkflowImplementationTypes(
                Workflows.options(HEARTBEAT_TIMEOUT),
                ScheduledSweepWorkflowImpl.class,
                implementation,
                trials,
                ExportWorkflowImpl.class,
                EvictionWorkflowImpl.class);
        cpu.registerActivitiesImplementations(stages);
        environment.newWorker(TaskQueues.REGISTRY, options).registerActivitiesImplementations(registry);
        environment.newWorker(TaskQueues.GPU, options).registerActivitiesImplementations(training, stages);
        environment.newWorker(TaskQueues.GPU_FILES, options).registerActivitiesImplementations(stages);
        environment.start();
        return environment;
    }
}
