package io.protolab.platform.doctor;

import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.finding.Case;
import io.protolab.platform.finding.Examination;
import io.protolab.platform.finding.ExaminedSystem;
import io.protolab.platform.finding.Finding;
import io.protolab.platform.registry.AttemptRecord;
import io.protolab.platform.registry.Audit;
import io.protolab.platform.registry.Audit.Standing;
import io.protolab.platform.registry.Outbox;
import io.protolab.platform.registry.Outbox.Lease;
import io.protolab.platform.registry.Registry;
import io.protolab.platform.workflow.AttemptEnd;
import io.protolab.platform.workflow.AttemptOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Entries in the registry's own books that were never closed. Closing them harms nothing, and nobody need be asked. */
public final class RecordExamination implements Examination {
    /** Longer than between the two writes that open or end a trial and its attempt. */
    private static final Duration SETTLED = Duration.ofMinutes(2);

    /** A sender renews or gives back its lease within half a minute. */
    private static final Duration ABANDONED = Duration.ofMinutes(5);

    private final Registry registry;
    private final Audit audit;
    private final Outbox outbox;

    public RecordExamination(Registry registry, Audit audit, Outbox outbox) {
        this.registry = registry;
        this.audit = audit;
        this.outbox = outbox;
    }

    @Override
    public List<Case> examine() {
        List<AttemptRecord> stray = audit.strayAttempts(SETTLED);
        Map<String, Standing> trials =
                audit.standings(stray.stream().map(AttemptRecord::trialId).toList());
        return Stream.concat(
                        stray.stream().map(attempt -> attempt(attempt, state(attempt, trials))),
                        outbox.abandoned(ABANDONED).stream().map(this::lease))
                .toList();
    }

    private static TrialState state(AttemptRecord attempt, Map<String, Standing> trials) {
        Standing standing = trials.get(attempt.trialId());
        return standing == null ? TrialState.WAITING : standing.state();
    }

    private Case attempt(AttemptRecord attempt, TrialState trial) {
        AttemptOutcome outcome = trial == TrialState.CANCELLED ? AttemptOutcome.CANCELLED : AttemptOutcome.PLATFORM;
        AttemptEnd end = AttemptEnd.of(
                outcome,
                "its end was never reported; closed afterwards, its trial being " + trial,
                attempt.reachedStep());
        return Case.of(
                Finding.mendable(
                        ExaminedSystem.REGISTRY,
                        attempt.trialId(),
                        "attempt " + attempt.number() + " is open although its trial is " + trial,
                        "opened " + attempt.openedAt() + (attempt.hasStarted() ? " on " + attempt.worker() : ""),
                        "ends the attempt as " + outcome),
                () -> registry.endAttempt(attempt.trialId(), attempt.number(), end));
    }

    private Case lease(Lease lease) {
        return Case.of(
                Finding.mendable(
                        ExaminedSystem.REGISTRY,
                        lease.subject(),
                        "a sender holds it for MLflow and is long gone",
                        "lease " + lease.fence() + " of " + lease.owner() + " ran out more than "
                                + ABANDONED.toMinutes() + " minutes ago",
                        "gives lease " + lease.fence() + " back"),
                () -> outbox.release(lease));
    }
}
