package io.protolab.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.artifact.InMemoryArtifactStore;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.registry.InMemoryAudit;
import io.protolab.platform.registry.InMemoryRegistry;
import io.protolab.platform.registry.NewSweep;
import io.protolab.platform.registry.RegistrySamples;
import io.protolab.platform.workflow.Payloads;
import io.protolab.platform.workflow.SweepClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class CpuWorkerTest {
    @Test
    @Timeout(60)
    void endsASweepWithTheReason_whenItsFolderDoesNotExist(@TempDir Path directory) throws InterruptedException {
        InMemoryRegistry registry = new InMemoryRegistry();
        NewSweep sweep = RegistrySamples.sweep("s", """
                {"apiVersion": "protolab/v1", "kind": "Sweep", "name": "s", "experiment": "birds",
                 "datasets": [{"name": "birds", "kind": "imagefolder", "path": "%s/nowhere"}],
                 "backbones": [{"name": "tiny", "weights": "random"}]}
                """.formatted(directory));
        registry.accept(sweep);
        WorkflowClientOptions client = WorkflowClientOptions.newBuilder()
                .setDataConverter(Payloads.converter())
                .build();
        try (TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                        .setWorkflowClientOptions(client)
                        .setUseTimeskipping(false)
                        .build());
                CpuWorker worker = new CpuWorker(
                        temporal.getWorkflowClient(),
                        registry,
                        new InMemoryAudit(registry, Clock.systemUTC()),
                        registry.outbox(),
                        new InMemoryArtifactStore(directory),
                        directory,
                        Duration.ofSeconds(10),
                        Optional.empty())) {
            new SweepClient(temporal.getWorkflowClient(), Duration.ofMinutes(1)).start("s", sweep.spec());
            while (!registry.findSweep("s").orElseThrow().state().isFinal()) {
                Thread.sleep(20);
            }
        }

        assertThat(registry.findSweep("s").orElseThrow().state()).isEqualTo(SweepState.FAILED);
        assertThat(registry.findSweep("s").orElseThrow().reason()).contains("prepare: ", "nowhere");
        assertThat(registry.findTrial("s-0").orElseThrow().state()).isEqualTo(TrialState.CANCELLED);
        assertThat(registry.outbox().written()).extracting(row -> row.kind()).contains("create", "status");
    }
}
