package io.protolab.platform.cli;

import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.http.SweepStatus;
import io.protolab.platform.registry.AttemptRecord;
import io.protolab.platform.registry.EventRecord;
import io.protolab.platform.registry.LeaderboardRow;
import io.protolab.platform.registry.TrialRecord;
import io.protolab.platform.workflow.AttemptOutcome;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = "Show a sweep with its trials, or a trial with its metrics.",
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
    @Mixin
    private Connection connection = new Connection();

    @Parameters(paramLabel = "ID", description = "id of a sweep or of a trial")
    private String id = "";

    @Override
    public Integer call() {
        ApiClient api = connection.client();
        try {
            showSweep(api);
        } catch (CommandFailure noSweep) {
            passOn(noSweep);
            try {
                showTrial(api);
            } catch (CommandFailure noTrial) {
                passOn(noTrial);
                throw new CommandFailure(
                        ExitCodes.INVALID,
                        "neither a sweep nor a trial has the id '" + id
                                + "'; 'protolab ls' lists the sweeps, 'protolab show SWEEP' its trials");
            }
        }
        return ExitCodes.DONE;
    }

    private static void passOn(CommandFailure failure) {
        if (failure.exitCode() != ExitCodes.INVALID) {
            throw failure;
        }
    }

    private void showSweep(ApiClient api) {
        String path = ApiPaths.sweep(id);
        if (connection.json()) {
            System.out.println(api.get(path));
            return;
        }
        SweepStatus status = api.get(path, SweepStatus.class);
        System.out.printf(
                "sweep %s  %s  %s%n", id, status.sweep().state(), status.sweep().reason());
        System.out.printf(
                "experiment %s%n%s%n%n",
                status.sweep().experiment(), status.sweep().spec().question());
        String original = status.sweep().spec().reproduces();
        if (original != null) {
            System.out.printf("reproduces trial %s%n%n", original);
        }
        showEvents(api, path);
        Table trials = new Table("trial", "name", "state", "epoch", "MLflow run");
        status.trials()
                .forEach(trial -> trials.row(
                        trial.id(),
                        trial.name(),
                        trial.state().name(),
                        trial.epoch() + "/" + trial.epochs(),
                        trial.mlflowRunId() == null ? "-" : trial.mlflowRunId()));
        System.out.println(trials);
        status.trials().stream()
                .filter(trial ->
                        trial.state() != TrialState.CANCELLED && !trial.reason().isEmpty())
                .forEach(trial -> System.out.printf("%s %s: %s%n%n", trial.id(), words(trial.state()), trial.reason()));
        status.trials().stream()
                .filter(trial -> !trial.recovery().isEmpty())
                .forEach(trial -> System.out.printf(
                        "%s: %s ('protolab why %s' tells all)%n%n", trial.id(), trial.recovery(), trial.id()));
        System.out.print(Leaderboard.of(api.list(path + "/leaderboard", LeaderboardRow.class)));
    }

    private static void showEvents(ApiClient api, String path) {
        Happenings.of(api.list(path + "/events", EventRecord.class)).forEach(text -> System.out.printf("%s%n%n", text));
    }

    private void showTrial(ApiClient api) {
        String path = ApiPaths.trial(id);
        if (connection.json()) {
            System.out.println(api.get(path));
            return;
        }
        TrialRecord trial = api.get(path, TrialRecord.class);
        System.out.printf("trial %s  %s  %s%n%s%n%n", id, trial.state(), trial.reason(), trial.name());
        showEvents(api, path);
        Table metrics = new Table("metric", "value");
        trial.metrics().values().forEach((name, value) -> metrics.row(name, value.toString()));
        System.out.println(metrics);
        Table attempts = new Table("attempt", "worker", "device", "from step", "steps", "repeated", "outcome");
        api.list(path + "/attempts", AttemptRecord.class).forEach(attempt -> attempts.row(row(attempt)));
        System.out.print(attempts);
    }

    private static String words(TrialState state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String[] row(AttemptRecord attempt) {
        AttemptOutcome outcome = attempt.outcome();
        return new String[] {
            Integer.toString(attempt.number()),
            Objects.requireNonNullElse(attempt.worker(), "-"),
            Objects.requireNonNullElse(attempt.device(), "-"),
            Long.toString(attempt.firstStep()),
            Long.toString(attempt.stepsDone()),
            Long.toString(attempt.stepsRepeated()),
            outcome == null ? "-" : outcome.name()
        };
    }
}
