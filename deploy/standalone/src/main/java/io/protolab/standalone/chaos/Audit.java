package io.protolab.standalone.chaos;

import io.protolab.standalone.chaos.Finding.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares everything that was recorded of disturbed sweeps with an undisturbed one: registry, MLflow, files. */
final class Audit {
    private final RegistryReader registry;
    private final MlflowDatabase mlflow;
    private final MlflowFiles mlflowFiles;
    private final Path work;
    private final List<Finding> findings = new ArrayList<>();

    Audit(Premises platform, RegistryReader registry) {
        this.registry = registry;
        this.mlflow = new MlflowDatabase(platform.mlflowDatabase());
        this.mlflowFiles = new MlflowFiles(platform.mlflow());
        this.work = platform.work();
    }

    /** What is wrong, in the order of the sweeps. */
    List<Finding> of(String undisturbed, List<String> disturbed) throws IOException, InterruptedException {
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
                    compare(model, trial);
                }
            }
        }
        leftOpen();
        return List.copyOf(findings);
    }

    private void compare(TrialRows undisturbed, TrialRows disturbed) throws IOException, InterruptedException {
        findings.addAll(TrialComparison.of(undisturbed, disturbed));
        String wanted = String.valueOf(disturbed.runId());
        List<RunRows> runs = mlflow.ofTrial(disturbed.id());
        findings.addAll(TrackingComparison.runs(disturbed.id(), wanted, runs));
        for (RunRows run : runs) {
            findings.addAll(TrackingComparison.metrics(disturbed, run));
            findings.addAll(TrackingComparison.files(
                    disturbed.id(), mlflowFiles.of(String.valueOf(undisturbed.runId())), mlflowFiles.of(run.runId())));
        }
        files(undisturbed, disturbed);
    }

    /** Checkpoints that were given up in one case and not in the other, and anything half written. */
    private void files(TrialRows undisturbed, TrialRows disturbed) {
        int wanted = filesOf(undisturbed.id()).size();
        List<String> found = filesOf(disturbed.id());
        if (found.size() > wanted) {
            findings.add(new Finding(
                    Kind.LEFT_BEHIND, disturbed.id(), "left " + found.size() + " files of its training: " + found));
        }
    }

    private List<String> filesOf(String trial) {
        Path home = work.resolve("trials").resolve(trial);
        if (!Files.exists(home)) {
            return List.of();
        }
        try (var paths = Files.walk(home)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> home.relativize(path).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void leftOpen() {
        add(Kind.LEFT_OPEN, "registry", registry.openAttempts());
        add(Kind.LEFT_OPEN, "outbox", registry.undelivered());
        add(Kind.LEFT_OPEN, "MLflow", registry.unsealed());
        add(Kind.LEFT_OPEN, "outbox", registry.leases());
    }

    private void add(Kind kind, String subject, List<String> what) {
        what.forEach(line -> findings.add(new Finding(kind, subject, line)));
    }
}
