package io.protolab.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.experiment.DatasetSpec;
import io.protolab.platform.registry.RegistrySamples;
import io.protolab.platform.workflow.DatasetActivities;
import io.protolab.platform.workflow.Payloads;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.worker.WorkerFactoryOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ActivityPulseTest {
    @Test
    void beatsWhileAnActivityWorks_thatNeverBeatsItself() {
        CountDownLatch beats = new CountDownLatch(3);
        DatasetActivities slow = (dataset, switches) -> {
            assertThat(await(beats)).as("three beats while it works").isTrue();
            return RegistrySamples.dataset("manifest");
        };
        try (ActivityPulse pulse = new ActivityPulse(Duration.ofMillis(10))) {
            TestActivityEnvironment temporal = TestActivityEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                    .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                            .setDataConverter(Payloads.converter())
                            .build())
                    .setWorkerFactoryOptions(WorkerFactoryOptions.newBuilder()
                            .setWorkerInterceptors(pulse)
                            .build())
                    .build());
            temporal.registerActivitiesImplementations(slow);
            temporal.setActivityHeartbeatListener(String.class, details -> beats.countDown());

            DatasetSpec spec = RegistrySamples.twoAssignmentsTwoSeeds("s")
                    .spec()
                    .datasets()
                    .get(0);
            PreparedDataset prepared = temporal.newActivityStub(DatasetActivities.class)
                    .prepare(
                            spec,
                            RegistrySamples.twoAssignmentsTwoSeeds("s").spec().switches());

            assertThat(prepared).isEqualTo(RegistrySamples.dataset("manifest"));
            temporal.close();
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
