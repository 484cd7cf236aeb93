package io.protolab.cpu.workflow;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.workflow.AttemptStart;
import io.protolab.platform.workflow.EpochReport;
import io.protolab.platform.workflow.Payloads;
import io.protolab.platform.workflow.TrainingOrder;
import io.protolab.platform.workflow.TrialInput;
import io.protolab.platform.workflow.TrialWorkflow;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A worker of today must be able to go on with what a worker of yesterday began. {@link WorkflowHistories} records anew. */
class ReplayTest {
    /** The first workflow code of a JVM loads classes, which takes seconds on a busy machine and is no deadlock. */
    private static final WorkerOptions PATIENT = WorkerOptions.newBuilder()
            .setDefaultDeadlockDetectionTimeout(Duration.ofMinutes(1).toMillis())
            .build();

    @Test
    void replaysARecordedSweep() {
        assertThatCode(() -> replay("sweep.json", SweepWorkflowImpl.class)).doesNotThrowAnyException();
    }

    @Test
    void replaysASweepThatContinuedAsNew() {
        assertThatCode(() -> replay("sweep-continued.json", SweepWorkflowTest.TwoStartsPerRun.class))
                .doesNotThrowAnyException();
    }

    @Test
    void replaysARecordedTrial() {
        assertThatCode(() -> replay("trial.json", TrialWorkflowImpl.class)).doesNotThrowAnyException();
    }

    @Test
    void catchesAChangedWorkflow() {
        assertThatThrownBy(() -> replay("trial.json", WithoutEvaluation.class))
                .hasStackTraceContaining("NonDeterministic");
    }

    private static void replay(String history, Class<?> implementation) throws Exception {
        TestEnvironmentOptions options = TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.converter())
                        .build())
                .build();
        try (TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance(options)) {
            Worker worker = temporal.newWorker("replay", PATIENT);
            worker.registerWorkflowImplementationTypes(implementation);
            WorkflowReplayer.replayWorkflowExecutionFromResource("histories/" + history, worker);
        }
    }

    /** Trains and forgets the rest. */
    public static final class WithoutEvaluation implements TrialWorkflow {
        @Override
        public TrialState run(TrialInput input) {
            ActivityPolicies.registry().trialStarted(input);
            ActivityPolicies.training().train(input, new TrainingOrder(1, null, List.of()));
            return TrialState.COMPLETE;
        }

        @Override
        public void attemptStarted(AttemptStart attempt) {}

        @Override
        public void epochsFinished(EpochReport report) {}

        @Override
        public void handBack() {}
    }
}
