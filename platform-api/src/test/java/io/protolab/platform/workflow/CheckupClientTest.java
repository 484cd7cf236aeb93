package io.protolab.platform.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.finding.ExaminedSystem;
import io.protolab.platform.finding.Finding;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CheckupClientTest {
    private final TestWorkflowEnvironment temporal =
            TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                    .setUseTimeskipping(false)
                    .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                            .setDataConverter(Payloads.converter())
                            .build())
                    .build());

    @AfterEach
    void stop() {
        temporal.close();
    }

    @Test
    void bringsWhatWorkersFind() throws InterruptedException {
        temporal.newWorker(TaskQueues.CPU).registerWorkflowImplementationTypes(OneFinding.class);
        temporal.start();

        assertThat(new CheckupClient(temporal.getWorkflowClient()).examine(true))
                .containsExactly(OneFinding.finding(true));
    }

    @Test
    void saysWithinSecondsThatNoWorkerIsThere() throws InterruptedException {
        CheckupClient client = new CheckupClient(temporal.getWorkflowClient(), Duration.ofMillis(300));

        assertThat(client.examine(false)).singleElement().satisfies(finding -> {
            assertThat(finding.what()).startsWith("no CPU worker answers");
            assertThat(finding.standing()).isEqualTo(Finding.Standing.FOR_A_PERSON);
        });
    }

    /** Finds one thing. */
    public static final class OneFinding implements CheckupWorkflow {
        static Finding finding(boolean mend) {
            Finding finding = Finding.mendable(ExaminedSystem.MLFLOW, "sweep-0", "two runs", "a, b", "deletes b");
            return mend ? finding.mended() : finding;
        }

        @Override
        public List<Finding> examine(boolean mend) {
            return List.of(finding(mend));
        }

        @Override
        public boolean attended() {
            return true;
        }
    }
}
