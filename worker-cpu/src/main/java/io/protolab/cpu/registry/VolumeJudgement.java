package io.protolab.cpu.registry;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.finding.ExaminedSystem;
import io.protolab.platform.finding.Finding;
import io.protolab.platform.registry.Audit;
import io.protolab.platform.registry.Audit.Standing;
import io.protolab.platform.registry.FeatureSetRecord;
import io.protolab.platform.registry.Registry;
import io.protolab.platform.workflow.VolumeFinding;
import io.protolab.platform.workflow.VolumeFinding.Remedy;
import io.protolab.platform.workflow.VolumeSurvey;
import io.protolab.platform.workflow.VolumeSurvey.Kept;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What on the volumes the registry has no use for, and what it names in vain. */
public final class VolumeJudgement {
    /** A trial deletes its checkpoints within this time after its end, if it can. */
    private static final Duration FAREWELL = Duration.ofMinutes(3);

    /** A feature set is recorded moments after it is built, or hours, if the registry is away meanwhile. */
    private static final Duration UNRECORDED = Duration.ofDays(1);

    private final Registry registry;
    private final Audit audit;
    private final Clock clock;

    public VolumeJudgement(Registry registry, Audit audit, Clock clock) {
        this.registry = registry;
        this.audit = audit;
        this.clock = clock;
    }

    List<VolumeFinding> judge(VolumeSurvey survey) {
        List<VolumeFinding> findings = new ArrayList<>(checkpoints(survey.trials()));
        Map<String, FeatureSetRecord> known =
                registry.featureSets().stream().collect(toMap(FeatureSetRecord::key, set -> set));
        boolean building = !registry.openSweeps().isEmpty();
        survey.features()
                .forEach(set -> features(set, Optional.ofNullable(known.get(set.name())), building)
                        .ifPresent(findings::add));
        if (survey.complete()) {
            findings.addAll(lost(survey.features(), known));
        }
        survey.leftovers()
                .forEach(file -> findings.add(mendable(
                        file,
                        "an unfinished file or directory of a process that is gone",
                        "deletes it",
                        Remedy.DELETE_LEFTOVER)));
        return findings;
    }

    private List<VolumeFinding> checkpoints(List<Kept> trials) {
        Map<String, Standing> known =
                audit.standings(trials.stream().map(Kept::name).toList());
        List<VolumeFinding> findings = new ArrayList<>();
        for (Kept kept : trials) {
            Standing trial = known.get(kept.name());
            if (trial == null) {
                findings.add(mendable(
                        kept,
                        "checkpoints of a trial that the registry does not know",
                        "moves them to work/set-aside, to be deleted by hand once nobody wants them back",
                        Remedy.SET_ASIDE));
            } else if (isUseless(kept, trial)) {
                findings.add(mendable(
                        kept,
                        "checkpoints of a trial that is " + trial.state(),
                        "deletes them",
                        Remedy.DELETE_CHECKPOINTS));
            }
        }
        return findings;
    }

    /** Those of failed and diverged trials are the only trace of what went wrong, and stay. */
    private boolean isUseless(Kept kept, Standing trial) {
        Instant endedAt = trial.endedAt();
        return (trial.state() == TrialState.COMPLETE || trial.state() == TrialState.CANCELLED)
                && endedAt != null
                && (kept.touched().isAfter(endedAt)
                        || endedAt.isBefore(clock.instant().minus(FAREWELL)));
    }

    private Optional<VolumeFinding> features(Kept kept, Optional<FeatureSetRecord> known, boolean building) {
        Instant givenUpAt = known.map(FeatureSetRecord::evictedAt).orElse(null);
        boolean wanted = known.isPresent() && givenUpAt == null;
        boolean young = building && kept.touched().isAfter(clock.instant().minus(UNRECORDED));
        if (wanted || young) {
            return Optional.empty();
        }
        return Optional.of(mendable(
                kept,
                givenUpAt == null
                        ? "a feature set that the registry does not know"
                        : "a feature set that was given up " + givenUpAt + " and is still there",
                "deletes it; a sweep that wants it builds it again",
                Remedy.DELETE_FEATURES));
    }

    private static List<VolumeFinding> lost(List<Kept> kept, Map<String, FeatureSetRecord> known) {
        Set<String> there = kept.stream().map(Kept::name).collect(toSet());
        return known.values().stream()
                .filter(set -> set.evictedAt() == null && !there.contains(set.key()))
                .map(VolumeJudgement::lost)
                .toList();
    }

    private static VolumeFinding lost(FeatureSetRecord set) {
        String what = "the files of a feature set are gone";
        String evidence = "recorded " + set.recordedAt() + " for " + String.join(", ", set.uses());
        return set.inUse()
                ? new VolumeFinding(
                        Finding.forAPerson(
                                ExaminedSystem.REGISTRY,
                                set.key(),
                                what,
                                evidence,
                                "nothing: an open sweep uses it, and builds it again when it needs it"),
                        null,
                        set.key())
                : new VolumeFinding(
                        Finding.mendable(
                                ExaminedSystem.REGISTRY,
                                set.key(),
                                what,
                                evidence,
                                "marks it as given up; a sweep that wants it builds it again"),
                        Remedy.GIVE_UP_FEATURES,
                        set.key());
    }

    private static VolumeFinding mendable(Kept kept, String what, String mending, Remedy remedy) {
        return new VolumeFinding(
                Finding.mendable(ExaminedSystem.VOLUMES, kept.name(), what, "last written " + kept.touched(), mending)
                        .freeing(remedy == Remedy.SET_ASIDE ? 0 : kept.bytes()),
                remedy,
                kept.name());
    }
}
