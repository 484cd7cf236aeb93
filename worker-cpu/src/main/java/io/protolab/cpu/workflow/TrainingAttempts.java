package io.protolab.cpu.workflow;

import io.protolab.platform.registry.EventKinds;
import io.protolab.platform.workflow.AttemptEnd;
import io.protolab.platform.workflow.AttemptOutcome;
import io.protolab.platform.workflow.AttemptStart;
import io.protolab.platform.workflow.EpochReport;
import io.protolab.platform.workflow.RegistryActivities;
import io.protolab.platform.workflow.RegistryActivities.PastAttempt;
import io.protolab.platform.workflow.TrainedHead;
import io.protolab.platform.workflow.TrainingActivities;
import io.protolab.platform.workflow.TrialInput;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Objects;

/**
 * The attempts of one training, each with its row in the registry: opened before a worker is asked for, begun and ended by what is heard of
 * it. Who reports under the number of another attempt is a zombie and not listened to.
 */
final class TrainingAttempts implements Recovery.Work<TrainedHead> {
    /** A try costs some fifteen events; that many stay far below the 4,096 at which Temporal suggests to continue as new. */
    static final int TRIES_PER_RUN = 100;

    private static final int NONE = 0;

    private final TrainingActivities training = ActivityPolicies.training();
    private final RegistryActivities registry;
    private final Journal journal;
    private final TrialInput trial;
    private final int triesPerRun;
    private TrainingCourse course;
    private int current = NONE;
    private int tries;
    private boolean underWay;

    TrainingAttempts(RegistryActivities registry, Journal journal, TrialInput trial, int triesPerRun) {
        this.registry = registry;
        this.journal = journal;
        this.trial = trial;
        this.triesPerRun = triesPerRun;
        this.course = course(List.of());
    }

    /** What earlier workflows of the trial tried counts. */
    void goOnAfter(List<PastAttempt> earlier) {
        course = course(earlier);
    }

    private TrainingCourse course(List<PastAttempt> earlier) {
        return new TrainingCourse(trial.spec().training(), earlier, Recovery.now());
    }

    @Override
    public TrainedHead attempt() {
        open();
        TrainedHead head = training.train(trial, course.begin(current));
        end(AttemptEnd.of(AttemptOutcome.DONE, "", course.position()));
        return head;
    }

    /** Everything that the next run needs is in the registry. */
    private void open() {
        if (tries >= triesPerRun || (tries > 0 && Workflow.getInfo().isContinueAsNewSuggested())) {
            journal.awaitWritten();
            Workflow.continueAsNew(trial);
        }
        underWay = true;
        String key = Workflow.getInfo().getRunId() + "/" + ++tries;
        journal.write(() -> current = registry.attemptOpened(trial.trialId(), key, course.microBatch()));
        journal.awaitWritten();
        journal.verify();
    }

    @Override
    public Decision after(FailedTry failed) {
        Integer before = course.microBatch();
        Decision next = course.after(failed, Recovery.now());
        end(new AttemptEnd(failed.outcome(), next.reason(failed), course.position(), failed.lastSeenAt()));
        if (!Objects.equals(before, course.microBatch())) {
            journal.write(() -> registry.eventHappened(trial.trialId(), EventKinds.MICRO_BATCH, next.why()));
        }
        return next;
    }

    /** A person ended the training; nothing if it had ended. */
    void stopped(AttemptOutcome how) {
        if (underWay) {
            end(AttemptEnd.of(how, "", course.position()));
        }
    }

    /** Of the current attempt, if it could be opened. */
    private void end(AttemptEnd end) {
        underWay = false;
        journal.write(() -> {
            if (current != NONE) {
                registry.attemptEnded(trial.trialId(), current, end);
            }
        });
    }

    void started(AttemptStart attempt) {
        if (attempt.number() == current) {
            course.started(attempt);
            journal.write(() -> registry.attemptStarted(trial.trialId(), attempt));
        }
    }

    void reported(EpochReport report) {
        if (report.attempt() == current) {
            course.reached(report.steps());
            journal.write(() -> registry.epochsFinished(trial.trialId(), report.epochs()));
        }
    }
}
