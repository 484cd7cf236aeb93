package io.protolab.gpu.activity;

import io.protolab.platform.workflow.Payloads;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.RetryOptions;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.time.Duration;

/** Temporal around a single activity, with the payloads of the platform. */
final class TestTemporal {
    private TestTemporal() {}

    static TestActivityEnvironment open() {
        return TestActivityEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.converter())
                        .build())
                .build());
    }

    /** Of an activity that is tried once and beats. */
    static ActivityOptions oneTry(Duration longest) {
        return ActivityOptions.newBuilder()
                .setStartToCloseTimeout(longest)
                .setHeartbeatTimeout(Duration.ofSeconds(1)) // the SDK passes one on every 0.8 of it
                .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
                .build();
    }
}
