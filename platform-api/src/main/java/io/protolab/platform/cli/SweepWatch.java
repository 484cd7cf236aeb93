package io.protolab.platform.cli;

import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.Metrics;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.http.SweepStatus;
import io.protolab.platform.http.SweepStatus.TrialStatus;
import io.protolab.platform.registry.EventRecord;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Follows a sweep to its end, a line for each thing that happened: a stage that began, a trial that moved on or ended.
 * Readable live and in a log file.
 */
public final class SweepWatch {
    private static final Duration POLL = Duration.ofMillis(500);

    /** Running trials report at most this often; a line an epoch would bury the rest. */
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(2);

    /** How long the API server may be away, restarting for instance, before watching is given up. */
    private static final Duration ABSENCE = Duration.ofMinutes(2);

    private final ApiClient api;
    private final PrintStream out;
    private final Map<String, String> last = new HashMap<>();
    private Instant lastLine = Instant.MIN;
    private Instant lastEvents = Instant.MIN;

    public SweepWatch(ApiClient api, PrintStream out) {
        this.api = api;
        this.out = out;
    }

    /** Returns the final status. */
    public SweepStatus untilFinal(String sweepId) throws InterruptedException {
        Instant lastAnswer = Instant.now();
        while (true) {
            try {
                SweepStatus status = api.get(ApiPaths.sweep(sweepId), SweepStatus.class);
                lastAnswer = Instant.now();
                boolean moved = changed("stage", status.stage() + status.sweep().state());
                if (moved || Duration.between(lastEvents, Instant.now()).compareTo(BETWEEN_LINES) > 0) {
                    printEvents(sweepId);
                }
                if (moved && !status.stage().isEmpty()) {
                    line(status, status.stage());
                }
                print(status);
                if (status.sweep().state().isFinal()) {
                    return status;
                }
            } catch (CommandFailure e) {
                boolean gone = Duration.between(lastAnswer, Instant.now()).compareTo(ABSENCE) > 0;
                if (e.exitCode() != ExitCodes.PLATFORM || gone) {
                    throw e;
                }
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    /** What happened to the sweep besides its transitions, a dataset that does without some files above all. */
    private void printEvents(String sweepId) {
        lastEvents = Instant.now();
        Happenings.of(api.list(ApiPaths.sweep(sweepId) + "/events", EventRecord.class)).stream()
                .filter(text -> changed("event " + text, text))
                .forEach(text -> out.println("  " + text.replace("\n", "\n    ")));
    }

    private void print(SweepStatus status) {
        boolean due = Duration.between(lastLine, Instant.now()).compareTo(BETWEEN_LINES) > 0;
        for (TrialStatus trial : status.trials()) {
            if (!trial.recovery().isEmpty() && changed(trial.id() + " recovery", trial.recovery())) {
                line(status, trial.name() + "  " + trial.recovery());
            }
            boolean moved = changed(trial.id() + " state", trial.state().name() + trial.reason());
            boolean untold =
                    trial.state() == TrialState.WAITING && trial.reason().isEmpty();
            if (moved && !untold) {
                last.put(trial.id(), Integer.toString(trial.epoch()));
                line(status, trial.name() + "  " + describe(trial));
            } else if (due
                    && trial.state() == TrialState.RUNNING
                    && trial.epoch() > 0
                    && changed(trial.id(), Integer.toString(trial.epoch()))) {
                line(status, trial.name() + "  " + describe(trial));
                lastLine = Instant.now();
            }
        }
    }

    private boolean changed(String what, String now) {
        return !now.equals(last.put(what, now));
    }

    private void line(SweepStatus status, String text) {
        long done = status.trials().stream()
                .filter(trial -> trial.state().isFinal())
                .count();
        String left = left(status).map(time -> "  about " + time + " left").orElse("");
        out.printf(Locale.ROOT, "  %d/%d  %s%s%n", done, status.trials().size(), text, left);
    }

    private static String describe(TrialStatus trial) {
        return switch (trial.state()) {
            case COMPLETE ->
                "complete  " + value(trial, "accuracy", Metrics.ACCURACY)
                        + value(trial, "global size", Metrics.GLOBAL_SIZE)
                        + value(trial, "consistency", Metrics.CONSISTENCY);
            case RUNNING ->
                trial.epoch() == 0
                        ? "running"
                        : String.format("epoch %d/%d  ", trial.epoch(), trial.epochs())
                                + value(trial, "loss", EpochMetrics.LOSS)
                                + value(trial, "train accuracy", EpochMetrics.TRAIN_ACCURACY);
            default ->
                trial.state().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                        + (trial.reason().isEmpty() ? "" : ": " + trial.reason());
        };
    }

    private static String value(TrialStatus trial, String label, String name) {
        Double value = trial.values().get(name);
        return value == null ? "" : String.format(Locale.ROOT, "%s %.3f  ", label, value);
    }

    /** Epochs still to do at the pace so far; empty before there is one. */
    private static Optional<String> left(SweepStatus status) {
        List<TrialStatus> trials = status.trials();
        double all = trials.stream().mapToInt(TrialStatus::epochs).sum();
        double done = trials.stream()
                .mapToInt(trial -> trial.state().isFinal() ? trial.epochs() : trial.epoch())
                .sum();
        Optional<Instant> start = trials.stream()
                .flatMap(trial -> Optional.ofNullable(trial.startedAt()).stream())
                .min(Instant::compareTo);
        if (start.isEmpty() || done == 0 || done == all) {
            return Optional.empty();
        }
        double seconds = Duration.between(start.get(), Instant.now()).toMillis() / 1000.0 * (all - done) / done;
        return Optional.of(seconds < 90 ? Math.round(seconds) + " s" : Math.round(seconds / 60) + " min");
    }
}
