package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.registry.TrialRecord;
import io.protolab.platform.workflow.TemporalConnection;
import io.protolab.platform.workflow.WorkflowIds;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Something left over in every system: an attempt, a workflow, a run, checkpoints, patch tokens, and files that nobody finished. */
final class Orphans {
    private static final String UNKNOWN_TRIAL = "lost-00000000-000";
    private static final String UNKNOWN_SET = "0a".repeat(32);

    private final RunningParts parts;
    private final TrialRecord complete;
    private final List<Path> files;
    private final String run;

    private Orphans(RunningParts parts, TrialRecord complete, List<Path> files, String run) {
        this.parts = parts;
        this.complete = complete;
        this.files = files;
        this.run = run;
    }

    static Orphans plantedIn(RunningParts parts, TrialRecord complete) throws IOException {
        parts.registry()
                .useHandle(handle ->
                        handle.createUpdate("""
                        INSERT INTO attempts (trial_id, number, opening, opened_at)
                        VALUES (:trial, 99, 'planted', now() - interval '1 hour')
                        """).bind("trial", complete.id()).execute());
        try (TemporalConnection temporal = TemporalConnection.to(parts.temporal(), Standalone.NAMESPACE)) {
            var unused = temporal.client()
                    .newUntypedWorkflowStub(
                            "Forgotten",
                            WorkflowOptions.newBuilder()
                                    .setWorkflowId(WorkflowIds.trial(complete.id()))
                                    .setTaskQueue("nobody")
                                    .build())
                    .start();
        }
        MlflowReader mlflow = new MlflowReader(parts.mlflow());
        String run = mlflow.createRun(
                mlflow.createExperiment("lost"), Map.of("protolab.kind", "trial", "protolab.trial", UNKNOWN_TRIAL));
        return new Orphans(
                parts,
                complete,
                List.of(
                        made(parts.directory("work").resolve("trials/" + complete.id()), "attempt-000001/position"),
                        old(parts.directory("work").resolve("trials/" + UNKNOWN_TRIAL), "attempt-000001/position"),
                        old(parts.directory("features").resolve(UNKNOWN_SET), "shard"),
                        old(parts.directory("features").resolve(".unfinished-7"), "shard"),
                        aged(Files.write(parts.directory("artifacts").resolve("incoming/7.part"), new byte[7]))),
                run);
    }

    private static Path made(Path directory, String path) throws IOException {
        Path content = directory.resolve(path);
        Files.createDirectories(content.resolveSibling("."));
        Files.write(content, new byte[7]);
        return directory;
    }

    private static Path old(Path directory, String path) throws IOException {
        try (Stream<Path> all = Files.walk(made(directory, path))) {
            for (Path file : all.toList()) {
                aged(file);
            }
        }
        return directory;
    }

    private static Path aged(Path file) throws IOException {
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    }

    /** How a report names each of them. */
    List<String> described() {
        return List.of(
                "attempt 99 is open although its trial is COMPLETE",
                "a workflow runs although the trial is COMPLETE",
                "a run of a sweep or trial that the registry does not know",
                "checkpoints of a trial that is COMPLETE",
                "checkpoints of a trial that the registry does not know",
                "a feature set that the registry does not know",
                "features/.unfinished-7",
                "artifacts/incoming/7.part");
    }

    void assertGone() {
        files.forEach(file -> assertThat(file).doesNotExist());
        assertThat(parts.directory("work").resolve("set-aside/" + UNKNOWN_TRIAL + "/attempt-000001/position"))
                .exists();
        assertThat(new MlflowReader(parts.mlflow()).stage(run)).isEqualTo("deleted");
        int open = parts.registry()
                .withHandle(handle -> handle.createQuery(
                                "SELECT count(*) FROM attempts WHERE trial_id = :trial AND ended_at IS NULL")
                        .bind("trial", complete.id())
                        .mapTo(Integer.class)
                        .one());
        assertThat(open).isZero();
        try (TemporalConnection temporal = TemporalConnection.to(parts.temporal(), Standalone.NAMESPACE)) {
            assertThat(temporal.client()
                            .newUntypedWorkflowStub(WorkflowIds.trial(complete.id()))
                            .describe()
                            .getStatus())
                    .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED);
        }
    }
}
