package io.protolab.platform.registry;

import static io.protolab.platform.registry.RegistrySamples.TWO_PROTOTYPES_ONE_PRUNED;
import static io.protolab.platform.registry.RegistrySamples.artifact;
import static io.protolab.platform.registry.RegistrySamples.dataset;
import static io.protolab.platform.registry.RegistrySamples.result;
import static io.protolab.platform.registry.RegistrySamples.twoAssignmentsTwoSeeds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.registry.Audit.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Audit} answers about its {@link Registry}. */
abstract class AuditContract {
    /** The same empty registry for all calls of one test. */
    abstract Registry registry();

    abstract Audit audit();

    @BeforeEach
    void acceptASweep() {
        registry().accept(twoAssignmentsTwoSeeds("sweep"));
        registry().changeSweepState("sweep", SweepState.RUNNING, "", List.of());
    }

    @Test
    void tellsWhichTrialsRun() {
        registry().startTrial("sweep-2", List.of());
        registry().startTrial("sweep-1", List.of());
        registry().startTrial("sweep-0", List.of());
        registry().endTrial("sweep-0", TrialState.WAITING, "handed back", List.of());

        assertThat(audit().runningTrials()).extracting(TrialRecord::id).containsExactly("sweep-1", "sweep-2");
    }

    @Test
    void tellsAttemptsThatNobodyEnded() {
        registry().startTrial("sweep-0", List.of());
        registry().openAttempt("sweep-0", "run 1", null);
        registry().openAttempt("sweep-1", "run 2", null);

        assertThat(audit().strayAttempts(Duration.ZERO))
                .extracting(AttemptRecord::trialId, AttemptRecord::number)
                .containsExactly(tuple("sweep-1", 1));
        assertThat(audit().strayAttempts(Duration.ofMinutes(1))).isEmpty();
    }

    @Test
    void tellsWhereTrialsAre_thatItKnows() {
        registry().endTrial("sweep-0", TrialState.CANCELLED, "", List.of());

        Map<String, Standing> standings = audit().standings(List.of("sweep-0", "sweep-1", "unknown"));

        assertThat(standings).containsOnlyKeys("sweep-0", "sweep-1");
        assertThat(standings.get("sweep-0"))
                .isEqualTo(new Standing(
                        TrialState.CANCELLED,
                        registry().findTrial("sweep-0").orElseThrow().endedAt()));
        assertThat(standings.get("sweep-1")).isEqualTo(new Standing(TrialState.WAITING, null));
    }

    @Test
    void listsOwnersOfFilesByPages_andManifestsWithTheirFirstSweep() {
        registry().accept(twoAssignmentsTwoSeeds("other"));
        registry().recordDataset("sweep", dataset("birds"), "somewhere");
        registry().recordDataset("other", dataset("birds"), "somewhere");
        registry().recordArtifacts(List.of(new ArtifactRecord("sweep", artifact("b", "b"), "there")), List.of());
        for (String trial : List.of("sweep-0", "sweep-1")) {
            registry().startTrial(trial, List.of());
            registry()
                    .completeTrial(
                            trial,
                            result(Map.of()),
                            TWO_PROTOTYPES_ONE_PRUNED,
                            List.of(
                                    new ArtifactRecord(trial, artifact("a", "a"), "there"),
                                    new ArtifactRecord(trial, artifact("b", "b"), "there")),
                            List.of());
        }

        assertThat(audit().fileOwners("", 2)).containsExactly("sweep", "sweep-0");
        assertThat(audit().fileOwners("sweep-0", 2)).containsExactly("sweep-1");
        assertThat(audit().manifests())
                .containsExactly(new ArtifactRecord("sweep", dataset("birds").manifest(), "somewhere"));
    }
}
