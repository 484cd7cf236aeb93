package io.protolab.standalone.chaos;

import io.protolab.standalone.chaos.Finding.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares everything that was recorded of disturbed sweeps with an undisturbed one, and looks for whatever belongs to nothing: registry,
 * Temporal, MLflow, files.
 */
final class Audit {
    private final Premises platform;
    private final RegistryReader registry;
    private final MlflowTables mlflow;
    private final SortedMap<String, String> featuresBefore;
    private final List<Finding> findings = new ArrayList<>();

    /** Looks at what no fault may change; to be made before there are any. */
    Audit(Premises platform, RegistryReader registry) throws IOException {
        this.platform = platform;
        this.registry = registry;
        this.mlflow = new MlflowTables(platform.mlflow());
        this.featuresBefore = FileSums.of(platform.volumes().features());
    }

    /**
     * What is wrong, in the order of the sweeps.
     *
     * @param openWorkflows that Temporal still runs
     */
    List<Finding> of(String undisturbed, List<String> disturbed, List<String> openWorkflows) throws IOException {
        SortedMap<String, String> files = FileSums.of(platform.volumes().mlflow());
        Map<String, TrialRows> wanted = registry.trials(undisturbed).stream()
                .collect(Collectors.toMap(TrialRows::fingerprint, Function.identity()));
        for (String sweep : disturbed) {
            String state = registry.state(sweep);
            if (!state.equals("COMPLETE")) {
                findings.add(new Finding(Kind.LOST, sweep, "is " + state));
            }
            findings.addAll(TrackingComparison.runs(sweep, registry.run(sweep), mlflow.ofSweep(sweep)));
            List<TrialRows> trials = registry.trials(sweep);
            if (trials.size() != wanted.size()) {
                findings.add(new Finding(Kind.LOST, sweep, "has " + trials.size() + " trials, not " + wanted.size()));
            }
            for (TrialRows trial : trials) {
                TrialRows model = wanted.get(trial.fingerprint());
                if (model == null) {
                    findings.add(new Finding(Kind.LOST, trial.id(), "is not a trial of the undisturbed sweep"));
                } else {
                    compare(model, trial, files);
                }
            }
        }
        findings.addAll(new LedgerAudit(platform.registry()).findings());
        add(Kind.LEFT_OPEN, "outbox", registry.undelivered());
        add(Kind.LEFT_OPEN, "MLflow", registry.unsealed());
        add(Kind.LEFT_OPEN, "outbox", registry.leases());
        add(Kind.LEFT_OPEN, "Temporal", openWorkflows);
        findings.addAll(
                VolumeAudit.of(platform.volumes(), featuresBefore, registry.featureSets(), registry.contents()));
        orphansOfMlflow(files.keySet());
        return List.copyOf(findings);
    }

    /** @param files sha256 of all that MLflow keeps, by path */
    private void compare(TrialRows undisturbed, TrialRows disturbed, SortedMap<String, String> files) {
        findings.addAll(TrialComparison.of(undisturbed, disturbed));
        List<RunRows> runs = mlflow.ofTrial(disturbed.id());
        findings.addAll(TrackingComparison.runs(disturbed.id(), String.valueOf(disturbed.runId()), runs));
        List<RunRows> models = mlflow.ofTrial(undisturbed.id());
        for (RunRows run : runs) {
            findings.addAll(TrackingComparison.metrics(disturbed, run));
            for (RunRows model : models) {
                findings.addAll(TrackingComparison.files(
                        disturbed, FileSums.below(model.place(), files), FileSums.below(run.place(), files)));
                models(disturbed, model, run, files);
            }
        }
    }

    private void models(TrialRows disturbed, RunRows undisturbed, RunRows run, SortedMap<String, String> files) {
        List<String> wanted =
                undisturbed.models().stream().map(RunRows.Model::name).toList();
        List<String> found = run.models().stream().map(RunRows.Model::name).toList();
        if (!found.equals(wanted)) {
            findings.add(new Finding(
                    found.size() > wanted.size() ? Kind.ROW_DOUBLED : Kind.ROW_MISSING,
                    disturbed.id(),
                    "has models " + found + " in MLflow, not " + wanted));
        }
        for (RunRows.Model model : run.models()) {
            findings.addAll(TrackingComparison.model(disturbed, model, FileSums.below(model.place(), files)));
        }
    }

    /** Runs, experiments and files in MLflow that the registry has no link to. */
    private void orphansOfMlflow(Set<String> files) {
        Set<String> linked = registry.links();
        mlflow.subjects().stream()
                .filter(subject -> !linked.contains(subject))
                .sorted()
                .forEach(subject ->
                        findings.add(new Finding(Kind.LEFT_BEHIND, "MLflow", subject + " belongs to nothing")));
        Set<String> places = mlflow.places();
        files.stream()
                .filter(path -> places.stream().noneMatch(place -> path.startsWith(place + "/")))
                .forEach(path -> findings.add(
                        new Finding(Kind.LEFT_BEHIND, "MLflow", path + " is a file of no run and no model")));
    }

    private void add(Kind kind, String subject, List<String> what) {
        what.forEach(line -> findings.add(new Finding(kind, subject, line)));
    }
}
