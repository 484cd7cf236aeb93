package io.protolab.cpu.registry;

import static io.protolab.platform.registry.RegistrySamples.TWO_PROTOTYPES_ONE_PRUNED;
import static io.protolab.platform.registry.RegistrySamples.features;
import static io.protolab.platform.registry.RegistrySamples.result;
import static io.protolab.platform.registry.RegistrySamples.twoAssignmentsTwoSeeds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.registry.InMemoryAudit;
import io.protolab.platform.registry.InMemoryRegistry;
import io.protolab.platform.workflow.VolumeFinding;
import io.protolab.platform.workflow.VolumeFinding.Remedy;
import io.protolab.platform.workflow.VolumeSurvey;
import io.protolab.platform.workflow.VolumeSurvey.Kept;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VolumeJudgementTest {
    private final Instant now = Instant.now();
    private final Instant yesterday = now.minus(Duration.ofDays(1)).minusSeconds(1);
    private final InMemoryRegistry registry = new InMemoryRegistry();

    @BeforeEach
    void endTrialsInEveryWay() {
        registry.accept(twoAssignmentsTwoSeeds("sweep"));
        for (String trial : List.of("sweep-0", "sweep-1", "sweep-2", "sweep-3")) {
            registry.startTrial(trial, List.of());
        }
        registry.completeTrial("sweep-0", result(Map.of()), TWO_PROTOTYPES_ONE_PRUNED, List.of(), List.of());
        registry.endTrial("sweep-1", TrialState.CANCELLED, "", List.of());
        registry.endTrial("sweep-2", TrialState.FAILED, "broke", List.of());
    }

    @Test
    void freesWhatNoTrainingGoesOnFrom_andKeepsWhatTellsOfAFailure() {
        VolumeSurvey survey = survey(
                List.of(kept("sweep-0"), kept("sweep-1"), kept("sweep-2"), kept("sweep-3"), kept("nobody")), List.of());

        assertThat(judge(survey, now.plus(Duration.ofHours(1))))
                .extracting(
                        VolumeFinding::target,
                        VolumeFinding::remedy,
                        one -> one.finding().bytes())
                .containsExactly(
                        tuple("sweep-0", Remedy.DELETE_CHECKPOINTS, 7L),
                        tuple("sweep-1", Remedy.DELETE_CHECKPOINTS, 7L),
                        tuple("nobody", Remedy.SET_ASIDE, 0L));
    }

    @Test
    void leavesATrialTheTimeToTidyUp() {
        VolumeSurvey survey = survey(List.of(kept("sweep-0")), List.of());

        assertThat(judge(survey, Instant.now())).isEmpty();
    }

    @Test
    void deletesFeatureSetsThatNobodyKnows_onceNobodyCanBeAboutToRecordThem() {
        VolumeSurvey fresh = survey(List.of(), List.of(new Kept("fresh", 7, now), new Kept("old", 7, yesterday)));

        assertThat(judge(fresh, now)).extracting(VolumeFinding::target).containsExactly("old");

        endSweep();

        assertThat(judge(fresh, now))
                .extracting(VolumeFinding::target, VolumeFinding::remedy)
                .containsExactly(tuple("fresh", Remedy.DELETE_FEATURES), tuple("old", Remedy.DELETE_FEATURES));
    }

    @Test
    void deletesFeatureSetsThatWereGivenUp() {
        registry.recordFeatures("sweep", features("set"));
        endSweep();
        assertThat(judge(survey(List.of(), List.of(kept("set"))), now)).isEmpty();

        assertThat(registry.evictFeatures("set")).isTrue();

        assertThat(judge(survey(List.of(), List.of(kept("set"))), now))
                .extracting(VolumeFinding::remedy)
                .containsExactly(Remedy.DELETE_FEATURES);
    }

    @Test
    void givesUpFeatureSetsWhoseFilesAreGone_unlessASweepBuildsThemAgain() {
        registry.recordFeatures("sweep", features("set"));
        VolumeSurvey empty = survey(List.of(), List.of());

        assertThat(judge(empty, now)).singleElement().satisfies(one -> {
            assertThat(one.remedy()).isNull();
            assertThat(one.finding().remedy()).contains("builds it again");
        });
        endSweep();
        assertThat(judge(empty, now)).extracting(VolumeFinding::remedy).containsExactly(Remedy.GIVE_UP_FEATURES);
        assertThat(judge(new VolumeSurvey(List.of(), List.of(), List.of(), false), now))
                .as("not everything was listed")
                .isEmpty();
    }

    private void endSweep() {
        registry.endTrial("sweep-3", TrialState.FAILED, "", List.of());
        registry.changeSweepState("sweep", SweepState.CANCELLED, "", List.of());
    }

    private List<VolumeFinding> judge(VolumeSurvey survey, Instant at) {
        Clock clock = Clock.fixed(at, ZoneOffset.UTC);
        return new VolumeJudgement(registry, new InMemoryAudit(registry, clock), clock).judge(survey);
    }

    private Kept kept(String name) {
        return new Kept(name, 7, yesterday);
    }

    private static VolumeSurvey survey(List<Kept> trials, List<Kept> features) {
        return new VolumeSurvey(trials, features, List.of(), true);
    }
}
