package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.gpu.tensor.DeviceChoice;
import io.protolab.gpu.tensor.TorchEngine;
import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.experiment.SearchSpace;
import io.protolab.platform.experiment.SpecParser;
import io.protolab.platform.experiment.TrialSpec;
import io.protolab.platform.json.Json;
import io.protolab.platform.workflow.FeatureActivities;
import io.protolab.platform.workflow.FeatureRequest;
import io.protolab.platform.workflow.TaskQueues;
import io.protolab.platform.workflow.TemporalConnection;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalGpuWorkerTest {
    private static final String STORIES = "stories";

    private final CountDownLatch end = new CountDownLatch(1);
    private final List<String> said = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory;

    private LocalTemporal temporal;
    private TemporalConnection connection;
    private WorkerFactory stories;

    @BeforeEach
    void start() {
        temporal = LocalTemporal.start(null);
        connection = TemporalConnection.to(temporal.address(), Standalone.NAMESPACE);
        stories = WorkerFactory.newInstance(connection.client());
        stories.newWorker(STORIES).registerWorkflowImplementationTypes(TwoRequests.class);
        stories.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        stories.shutdownNow();
        connection.close();
        temporal.close();
    }

    @Test
    void goesOnWithAnother_whereAThreadHangs() throws IOException {
        assertThat(failures(Duration.ofSeconds(1), this::hang)).containsExactly("STALLED", "BAD_INPUT");
        assertThat(said).singleElement().asString().startsWith("makes room for another, STALLED: no step in 1 s");
    }

    @Test
    void goesOnWithAnother_whereTheDeviceFails() throws IOException {
        assertThat(failures(Duration.ofMinutes(20), () -> {
                    throw new IllegalStateException("CUDA error: unspecified launch failure");
                }))
                .containsExactly("DEVICE_FAULT", "BAD_INPUT");
        assertThat(said).singleElement().asString().startsWith("makes room for another, DEVICE_FAULT: CUDA error");
    }

    /** As a call into a driver that never returns. */
    private void hang() {
        boolean ended = false;
        while (!ended) {
            try {
                end.await();
                ended = true;
            } catch (InterruptedException deaf) {
                // goes on
            }
        }
    }

    /** How two requests to the worker fail, one after the other: the first as it is told, the other because there is nothing to be read. */
    private List<String> failures(Duration longestStep, Runnable first) throws IOException {
        TorchEngine engine =
                TorchEngine.start(DeviceChoice.CPU, Runtime.getRuntime().availableProcessors());
        ArtifactStore artifacts = new FirstFetch(new DirectoryArtifactStore(directory.resolve("artifacts")), first);
        try (LocalGpuWorker worker = new LocalGpuWorker(
                TemporalConnection.to(temporal.address(), Standalone.NAMESPACE),
                artifacts,
                directory.resolve("features"),
                directory.resolve("work"),
                engine,
                longestStep,
                said::add)) {
            assertThat(worker.address()).startsWith("on the CPU");
            return connection
                    .client()
                    .newWorkflowStub(
                            Errand.class,
                            WorkflowOptions.newBuilder().setTaskQueue(STORIES).build())
                    .run(request());
        } finally {
            end.countDown();
        }
    }

    private static FeatureRequest request() throws IOException {
        TrialSpec spec = SearchSpace.of(SpecParser.parse(Json.mapper().readTree("""
                        {"apiVersion": "protolab/v1", "kind": "Sweep", "name": "n", "experiment": "e",
                         "datasets": [{"name": "birds", "kind": "flatbirds"}],
                         "backbones": [{"name": "tiny-vit", "weights": "builtin:tiny-vit"}]}
                        """)))
                .trials()
                .get(0);
        Artifact manifest = new Artifact("manifest.json", "0".repeat(64), 0, Artifact.JSON);
        return FeatureRequest.of(
                new PreparedDataset("birds", manifest, "/nowhere", 2, 1, 0, 1, 0),
                spec.dataset().kind(),
                spec.backbone(),
                spec.evaluation(),
                spec.switches());
    }

    /** A store whose first fetch does something else, and whose others refuse. */
    private static final class FirstFetch implements ArtifactStore {
        private final ArtifactStore store;
        private final Runnable first;
        private boolean fetched;

        FirstFetch(ArtifactStore store, Runnable first) {
            this.store = store;
            this.first = first;
        }

        @Override
        public Artifact put(String name, Path file, String mediaType) throws IOException {
            return store.put(name, file, mediaType);
        }

        @Override
        public Artifact put(String name, byte[] content, String mediaType) throws IOException {
            return store.put(name, content, mediaType);
        }

        @Override
        public Path fetch(Artifact artifact) {
            if (isFirst()) {
                first.run();
            }
            throw new IllegalArgumentException("there is no " + artifact.name());
        }

        private synchronized boolean isFirst() {
            boolean isFirst = !fetched;
            fetched = true;
            return isFirst;
        }

        @Override
        public String location(Artifact artifact) {
            return store.location(artifact);
        }
    }

    /** Asks a GPU worker for features, twice, and tells how that failed. */
    @WorkflowInterface
    public interface Errand {
        @WorkflowMethod
        List<String> run(FeatureRequest request);
    }

    /** See there. */
    public static final class TwoRequests implements Errand {
        private final FeatureActivities features = Workflow.newActivityStub(
                FeatureActivities.class,
                ActivityOptions.newBuilder()
                        .setTaskQueue(TaskQueues.GPU)
                        .setStartToCloseTimeout(Duration.ofMinutes(5))
                        .setHeartbeatTimeout(Duration.ofMinutes(1))
                        .setRetryOptions(
                                RetryOptions.newBuilder().setMaximumAttempts(1).build())
                        .build());

        @Override
        public List<String> run(FeatureRequest request) {
            List<String> failures = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                try {
                    failures.add("none: " + features.extract(request));
                } catch (ActivityFailure failure) {
                    failures.add(
                            failure.getCause() instanceof ApplicationFailure known
                                    ? known.getType()
                                    : String.valueOf(failure.getCause()));
                }
            }
            return failures;
        }
    }
}
