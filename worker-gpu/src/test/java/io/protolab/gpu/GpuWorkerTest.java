package io.protolab.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.gpu.tensor.DeviceChoice;
import io.protolab.gpu.tensor.TorchEngine;
import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.evaluation.Deletions;
import io.protolab.platform.evaluation.Evidence;
import io.protolab.platform.evaluation.Explanations;
import io.protolab.platform.evaluation.Predictions;
import io.protolab.platform.evaluation.PrototypeCatalogue;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.export.ExportInput;
import io.protolab.platform.json.Json;
import io.protolab.platform.workflow.AttemptStart;
import io.protolab.platform.workflow.EpochReport;
import io.protolab.platform.workflow.EvaluationActivities;
import io.protolab.platform.workflow.ExportActivities;
import io.protolab.platform.workflow.FeatureActivities;
import io.protolab.platform.workflow.FeatureSet;
import io.protolab.platform.workflow.Payloads;
import io.protolab.platform.workflow.TaskQueues;
import io.protolab.platform.workflow.TrainedHead;
import io.protolab.platform.workflow.TrainingActivities;
import io.protolab.platform.workflow.TrainingOrder;
import io.protolab.platform.workflow.TrialInput;
import io.protolab.platform.workflow.TrialWorkflow;
import io.protolab.platform.workflow.WorkflowIds;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuWorkerTest {
    private static final List<AttemptStart> ATTEMPTS = Collections.synchronizedList(new ArrayList<>());
    private static final List<Integer> EPOCHS = Collections.synchronizedList(new ArrayList<>());
    private static final AtomicReference<Evidence> EVIDENCE = new AtomicReference<>();
    private static final List<Artifact> EXPORTED = Collections.synchronizedList(new ArrayList<>());

    @Test
    void turnsImagesIntoEvidence_andTellsTheWorkflowOfEveryEpoch(@TempDir Path directory) throws IOException {
        ArtifactStore artifacts = new DirectoryArtifactStore(directory.resolve("artifacts"));
        PreparedDataset dataset = PaintedDataset.prepare(directory.resolve("images"), artifacts);
        FeatureSet unknown = new FeatureSet("", "painted", "tiny", 0, 0, 0, 0, "", null);
        TrialInput trial = PaintedDataset.trial(dataset, unknown, 5);
        TorchEngine engine = TorchEngine.start(DeviceChoice.CPU, 1);

        try (TestWorkflowEnvironment temporal = temporal()) {
            temporal.newWorker("stories").registerWorkflowImplementationTypes(ShortStory.class);
            temporal.start();
            try (GpuWorker worker = new GpuWorker(
                    temporal.getWorkflowClient(),
                    artifacts,
                    directory.resolve("features"),
                    directory.resolve("work"),
                    engine,
                    Duration.ofMinutes(20),
                    (cause, evidence) -> {})) {
                TrialState state = temporal.getWorkflowClient()
                        .newWorkflowStub(
                                TrialWorkflow.class,
                                WorkflowOptions.newBuilder()
                                        .setTaskQueue("stories")
                                        .setWorkflowId(WorkflowIds.trial(trial.trialId()))
                                        .build())
                        .run(trial);

                assertThat(worker).isNotNull();
                assertThat(state).isEqualTo(TrialState.COMPLETE);
            }
        }

        assertThat(ATTEMPTS).extracting(AttemptStart::number).containsExactly(1);
        assertThat(EPOCHS).containsExactly(0, 1, 2, 3, 4);
        Evidence evidence = Objects.requireNonNull(EVIDENCE.get());
        assertThat(Predictions.read(artifacts.fetch(evidence.predictions())).rows())
                .containsExactly(8, 9, 10, 11);
        assertThat(Explanations.read(artifacts.fetch(evidence.explanations())).grid())
                .isEqualTo(2);
        assertThat(Explanations.read(artifacts.fetch(Objects.requireNonNull(evidence.noisyExplanations())))
                        .images())
                .isEqualTo(4);
        assertThat(Deletions.read(artifacts.fetch(Objects.requireNonNull(evidence.deletions())))
                        .parts())
                .isEqualTo(2);
        assertThat(Json.mapper()
                        .readValue(artifacts.fetch(evidence.prototypes()).toFile(), PrototypeCatalogue.class)
                        .prototypes())
                .hasSize(5);
        assertThat(EXPORTED)
                .extracting(Artifact::name)
                .contains(
                        "export/head/head.onnx",
                        "export/head/head.pt",
                        "export/head/MLmodel",
                        "export/model/model.onnx",
                        "export/model/model.pt",
                        "export/model/MLmodel");
    }

    private static TestWorkflowEnvironment temporal() {
        return TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setUseTimeskipping(false)
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.converter())
                        .build())
                .build());
    }

    /** Extracts, trains, evaluates, and remembers what it hears. */
    public static final class ShortStory implements TrialWorkflow {
        private static final ActivityOptions ON_GPU = ActivityOptions.newBuilder()
                .setTaskQueue(TaskQueues.GPU)
                .setStartToCloseTimeout(Duration.ofMinutes(1))
                .setHeartbeatTimeout(Duration.ofSeconds(30))
                .build();

        @Override
        public TrialState run(TrialInput planned) {
            FeatureSet features = Workflow.newActivityStub(FeatureActivities.class, ON_GPU)
                    .extract(PaintedDataset.request(planned.dataset(), planned.spec()));
            TrialInput trial = new TrialInput(planned.trialId(), planned.spec(), planned.dataset(), features);
            TrainedHead head = Workflow.newActivityStub(TrainingActivities.class, ON_GPU)
                    .train(trial, new TrainingOrder(1, null, List.of()));
            Evidence evidence =
                    Workflow.newActivityStub(EvaluationActivities.class, ON_GPU).evaluate(trial, head);
            EVIDENCE.set(evidence);
            EXPORTED.addAll(Workflow.newActivityStub(ExportActivities.class, ON_GPU)
                    .exportStandard(new ExportInput(
                            trial.trialId(),
                            trial.spec(),
                            trial.dataset().manifest(),
                            head.head(),
                            evidence.prototypes(),
                            features.weightsSha256())));
            return TrialState.COMPLETE;
        }

        @Override
        public void attemptStarted(AttemptStart attempt) {
            ATTEMPTS.add(attempt);
        }

        @Override
        public void epochsFinished(EpochReport report) {
            report.epochs().forEach(epoch -> EPOCHS.add(epoch.epoch()));
        }

        @Override
        public void handBack() {}
    }
}
