package io.protolab.platform.registry;

import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.workflow.AttemptOutcome;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What happened to a trial, in sentences for people; a pure function of the ledger, so that the same text stands wherever it is told. */
public final class TrialStory {
    /** One epoch that differs makes all later ones differ, with every curve. */
    private static final int MOST_DIFFERENCES = 10;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private TrialStory() {}

    /**
     * Begins with the acceptance, goes on in the order of time, and ends with where the trial is now.
     *
     * @param acceptedAt when its sweep was accepted
     */
    public static List<String> of(
            TrialRecord trial, Instant acceptedAt, List<AttemptRecord> attempts, List<EventRecord> events) {
        Stream<Chapter> happened =
                Stream.concat(attempts(attempts), events(events)).sorted(Comparator.comparing(Chapter::at));
        List<String> story = new ArrayList<>();
        story.add(TIME.format(acceptedAt) + "  Accepted with sweep " + trial.sweepId() + " as " + trial.name() + ".");
        happened.forEach(chapter -> story.add(TIME.format(chapter.at()) + "  " + chapter.text()));
        if (attempts.stream().anyMatch(attempt -> attempt.endedAt() != null)) {
            story.add(effort(attempts));
        }
        story.add(now(trial, attempts));
        return story;
    }

    private record Chapter(Instant at, String text) {}

    private static Stream<Chapter> attempts(List<AttemptRecord> attempts) {
        List<Chapter> chapters = new ArrayList<>();
        Optional<AttemptRecord> before = Optional.empty();
        for (AttemptRecord attempt : attempts) {
            chapters.add(new Chapter(attempt.openedAt(), AttemptSentences.of(attempt, before)));
            before = Optional.of(attempt);
        }
        return chapters.stream();
    }

    private static Stream<Chapter> events(List<EventRecord> events) {
        List<Chapter> chapters = new ArrayList<>();
        int differences = 0;
        for (EventRecord event : events) {
            if (event.kind().equals(EventKinds.NOT_REPRODUCIBLE) && ++differences > MOST_DIFFERENCES) {
                continue;
            }
            text(event).ifPresent(text -> chapters.add(new Chapter(event.at(), text)));
        }
        if (differences > MOST_DIFFERENCES) {
            chapters.add(new Chapter(
                    events.get(events.size() - 1).at(),
                    "And " + (differences - MOST_DIFFERENCES) + " more values that are not reproducible."));
        }
        return chapters.stream();
    }

    /** Of transitions, only those into a wait: the others are told by attempts and by the end. */
    private static Optional<String> text(EventRecord event) {
        String waiting = " to " + TrialState.WAITING + ": ";
        return switch (event.kind()) {
            case EventKinds.STATE -> {
                int at = event.message().indexOf(waiting);
                yield at < 0
                        ? Optional.empty()
                        : Optional.of("It waits: " + event.message().substring(at + waiting.length()) + ".");
            }
            case EventKinds.RECOVERY -> Optional.of("Recovery: " + event.message() + ".");
            case EventKinds.IDENTITY -> Optional.of("Not the same conditions: " + event.message() + ".");
            case EventKinds.NOT_REPRODUCIBLE -> Optional.of("Not reproducible: " + event.message() + ".");
            case EventKinds.MICRO_BATCH -> Optional.of("The result is marked: " + event.message() + ".");
            default -> Optional.of(event.message() + ".");
        };
    }

    private static String effort(List<AttemptRecord> attempts) {
        long reached =
                attempts.stream().mapToLong(AttemptRecord::reachedStep).max().orElse(0);
        long repeated =
                attempts.stream().mapToLong(AttemptRecord::stepsRepeated).sum();
        return "So far: " + attempts.size() + (attempts.size() == 1 ? " attempt" : " attempts") + " reached step "
                + reached + "; " + (repeated == 0 ? "no step" : repeated + (repeated == 1 ? " step" : " steps"))
                + " had to be done again.";
    }

    private static String now(TrialRecord trial, List<AttemptRecord> attempts) {
        String reason = trial.reason().isBlank() ? "" : ": " + trial.reason();
        return switch (trial.state()) {
            case COMPLETE -> "It is complete.";
            case STOPPED_EARLY -> "It was stopped early" + reason + ". That is a result, and no failure.";
            case FAILED -> "It failed" + reason + ".";
            case CANCELLED -> "It was cancelled" + (reason.equals(": cancelled") ? "" : reason) + ".";
            case WAITING -> reason.isEmpty() ? "It waits for its sweep to start it." : "It waits now" + reason + ".";
            case RUNNING -> running(trial, attempts);
        };
    }

    private static String running(TrialRecord trial, List<AttemptRecord> attempts) {
        if (attempts.isEmpty()) {
            return "It was started and is about to ask for a worker.";
        }
        AttemptRecord last = attempts.get(attempts.size() - 1);
        if (last.outcome() == AttemptOutcome.DONE) {
            return "Its training is done; it is being evaluated, exported, measured or drawn.";
        }
        if (last.endedAt() != null) {
            return "Another attempt follows.";
        }
        return last.hasStarted()
                ? "It trains: " + trial.epochs() + " of "
                        + trial.spec().training().epochs() + " epochs are finished."
                : "It waits for a GPU worker that is free.";
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }
}
