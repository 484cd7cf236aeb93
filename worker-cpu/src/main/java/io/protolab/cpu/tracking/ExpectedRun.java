package io.protolab.cpu.tracking;

import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.Metrics;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.registry.ArtifactRecord;
import io.protolab.platform.registry.Registry;
import io.protolab.platform.registry.SweepRecord;
import io.protolab.platform.registry.TrialRecord;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a finished run must hold, from the registry and not from what was sent.
 *
 * @param kind see {@link RunTags#KIND}
 * @param curves points by metric key
 * @param files size in bytes by path
 */
record ExpectedRun(
        String kind, SortedMap<String, String> params, SortedMap<String, Curve> curves, SortedMap<String, Long> files) {

    /**
     * The points of a metric.
     *
     * @param count number of points
     * @param lastStep the highest step
     * @param last the value there
     */
    record Curve(int count, long lastStep, double last) {}

    /** Empty for a subject the registry does not know. */
    static Optional<ExpectedRun> of(Registry registry, String subject) {
        Optional<TrialRecord> trial = registry.findTrial(subject);
        return trial.isPresent()
                ? trial.map(found -> ofTrial(registry, found))
                : registry.findSweep(subject).map(found -> ofSweep(registry, found));
    }

    private static ExpectedRun ofTrial(Registry registry, TrialRecord trial) {
        SortedMap<String, Curve> curves = new TreeMap<>();
        for (EpochMetrics epoch : registry.epochs(trial.id())) {
            epoch.values().forEach((name, value) -> {
                if (Double.isFinite(value)) {
                    curves.merge(MlflowKey.of(name), new Curve(1, epoch.epoch(), value), ExpectedRun::append);
                }
            });
        }
        trial.metrics().values().forEach((name, value) -> {
            Curve end = new Curve(1, 0, value);
            curves.merge(MlflowKey.of(name), end, ExpectedRun::append);
        });

        SortedMap<String, Long> files = new TreeMap<>();
        files.put(RunFiles.TRIAL_SPEC, (long) RunFiles.json(trial.spec()).length);
        registry.artifacts(trial.id()).stream()
                .map(ArtifactRecord::artifact)
                .filter(artifact -> trial.state().isFinal() && RunFiles.uploaded(artifact))
                .forEach(artifact -> files.put(artifact.name(), artifact.size()));
        return new ExpectedRun(RunTags.TRIAL_KIND, RunParams.of(trial.spec()), curves, files);
    }

    private static ExpectedRun ofSweep(Registry registry, SweepRecord sweep) {
        // The trials of a sweep that was ended by a person or a failure may still change after its last message.
        List<TrialRecord> trials = sweep.state() == SweepState.COMPLETE ? registry.trials(sweep.id()) : List.of();
        SortedMap<String, Curve> curves = new TreeMap<>();
        for (TrialRecord trial : RunMetrics.inOrder(trials)) {
            trial.metrics().find(Metrics.ACCURACY).ifPresent(accuracy -> {
                Curve point = new Curve(1, trial.index(), accuracy);
                curves.merge(RunMetrics.TRIAL_ACCURACY, point, ExpectedRun::append);
                curves.merge(RunMetrics.BEST_ACCURACY, point, ExpectedRun::appendBest);
            });
        }
        SortedMap<String, Long> files = new TreeMap<>();
        files.put(RunFiles.SWEEP_SPEC, (long) RunFiles.json(sweep.spec()).length);
        return new ExpectedRun(RunTags.SWEEP_KIND, RunParams.of(sweep.spec()), curves, files);
    }

    /** MLflow takes the highest step for the last one, and of equal steps the later. */
    private static Curve append(Curve before, Curve next) {
        Curve last = next.lastStep >= before.lastStep ? next : before;
        return new Curve(before.count + next.count, last.lastStep, last.last);
    }

    private static Curve appendBest(Curve before, Curve next) {
        return new Curve(before.count + next.count, next.lastStep, Math.max(before.last, next.last));
    }
}
