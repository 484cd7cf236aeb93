package io.protolab.cpu.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.protolab.platform.finding.ExaminedSystem;
import io.protolab.platform.finding.Finding;
import io.protolab.platform.finding.Finding.Standing;
import io.protolab.platform.workflow.CheckupActivities;
import io.protolab.platform.workflow.CheckupWorkflow;
import io.protolab.platform.workflow.FinalFailure;
import io.protolab.platform.workflow.Payloads;
import io.protolab.platform.workflow.TaskQueues;
import io.protolab.platform.workflow.VolumeActivities;
import io.protolab.platform.workflow.VolumeFinding;
import io.protolab.platform.workflow.VolumeFinding.Remedy;
import io.protolab.platform.workflow.VolumeSurvey;
import io.protolab.platform.workflow.VolumeSurvey.Kept;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CheckupWorkflowTest {
    private final TestWorkflowEnvironment temporal =
            TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                    .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                            .setDataConverter(Payloads.converter())
                            .build())
                    .build());
    private final FakeWorld world = new FakeWorld();

    @AfterEach
    void stop() {
        temporal.close();
    }

    @Test
    void onlyLooks_ifNobodyAsksForMore() {
        begin(true);

        assertThat(examine(false))
                .extracting(Finding::subject, Finding::standing)
                .containsExactly(
                        tuple("run", Standing.MENDABLE),
                        tuple("done", Standing.MENDABLE),
                        tuple("stuck", Standing.MENDABLE));
        assertThat(world.calls).isEmpty();
    }

    @Test
    void mendsEach_andGoesOnAfterOneThatCannotBe() {
        begin(true);

        assertThat(examine(true))
                .extracting(Finding::subject, Finding::standing)
                .containsExactly(
                        tuple("run", Standing.MENDED),
                        tuple("done", Standing.MENDED),
                        tuple("stuck", Standing.MENDABLE));
        assertThat(world.calls).containsExactly("delete checkpoints of done", "remember done");
    }

    @Test
    void tellsThatNoGpuWorkerIsThere_andWhatTheOthersFound() {
        begin(false);

        assertThat(examine(false))
                .extracting(Finding::system, Finding::what)
                .containsExactly(
                        tuple(ExaminedSystem.MLFLOW, "wrong"),
                        tuple(ExaminedSystem.VOLUMES, "no GPU worker answers, so that the volumes were not examined"));
    }

    private void begin(boolean gpuWorker) {
        temporal.newWorker(TaskQueues.CPU).registerWorkflowImplementationTypes(CheckupWorkflowImpl.class);
        temporal.newWorker(TaskQueues.REGISTRY).registerActivitiesImplementations(world);
        if (gpuWorker) {
            temporal.newWorker(TaskQueues.GPU_FILES).registerActivitiesImplementations(new FakeVolume(world.calls));
        }
        temporal.start();
    }

    private List<Finding> examine(boolean mend) {
        return temporal.getWorkflowClient()
                .newWorkflowStub(
                        CheckupWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(TaskQueues.CPU)
                                .build())
                .examine(mend);
    }

    /** Finds one thing in MLflow and one for every directory. */
    private static final class FakeWorld implements CheckupActivities {
        private final List<String> calls = new CopyOnWriteArrayList<>();

        @Override
        public List<Finding> examineMlflow(boolean mend) {
            Finding run = Finding.mendable(ExaminedSystem.MLFLOW, "run", "wrong", "seen", "deletes it");
            return List.of(mend ? run.mended() : run);
        }

        @Override
        public List<VolumeFinding> judge(VolumeSurvey survey) {
            return survey.trials().stream()
                    .map(kept -> new VolumeFinding(
                            Finding.mendable(ExaminedSystem.VOLUMES, kept.name(), "old", "seen", "deletes it"),
                            kept.name().equals("stuck") ? Remedy.SET_ASIDE : Remedy.DELETE_CHECKPOINTS,
                            kept.name()))
                    .toList();
        }

        @Override
        public boolean giveUpFeatures(String key) {
            return true;
        }

        @Override
        public void mended(Finding finding) {
            calls.add("remember " + finding.subject());
        }
    }

    /** Two directories, one of which cannot be moved. */
    private record FakeVolume(List<String> calls) implements VolumeActivities {
        @Override
        public void deleteCheckpoints(String trialId) {
            calls.add("delete checkpoints of " + trialId);
        }

        @Override
        public void deleteFeatures(String key) {
            calls.add("delete " + key);
        }

        @Override
        public VolumeSurvey survey() {
            return new VolumeSurvey(
                    List.of(new Kept("done", 1, Instant.EPOCH), new Kept("stuck", 1, Instant.EPOCH)),
                    List.of(),
                    List.of(),
                    true);
        }

        @Override
        public void setAside(String trialId) {
            throw FinalFailure.of("read-only file system", null);
        }

        @Override
        public void deleteLeftover(String path) {
            calls.add("delete " + path);
        }
    }
}
