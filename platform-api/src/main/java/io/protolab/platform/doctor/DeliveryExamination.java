package io.protolab.platform.doctor;

import io.protolab.platform.finding.Case;
import io.protolab.platform.finding.Examination;
import io.protolab.platform.finding.ExaminedSystem;
import io.protolab.platform.finding.Finding;
import io.protolab.platform.registry.Outbox;
import io.protolab.platform.registry.Outbox.Undelivered;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What MLflow refused, or should have had by now. */
public final class DeliveryExamination implements Examination {
    /** Longer than the pauses between tries while MLflow answers. */
    private static final Duration OVERDUE = Duration.ofMinutes(15);

    private final Outbox outbox;
    private final Clock clock;

    public DeliveryExamination(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    @Override
    public List<Case> examine() {
        return outbox.undelivered().stream()
                .flatMap(subject -> examine(subject).stream())
                .toList();
    }

    private Optional<Case> examine(Undelivered subject) {
        String error =
                subject.error() == null ? "no error is known" : subject.error().replaceAll("\\s+", " ");
        if (subject.parked() > 0) {
            return Optional.of(Case.of(
                    Finding.mendable(
                            ExaminedSystem.REGISTRY,
                            subject.subject(),
                            "MLflow refused " + subject.parked() + " of its writes, and what follows them waits",
                            "since " + subject.oldest() + ": " + error,
                            "offers them again; see 'protolab deliveries ls' whether MLflow takes them now"),
                    () -> {
                        int unused = outbox.revive(subject.subject());
                    }));
        }
        Duration waiting = Duration.between(subject.oldest(), clock.instant());
        return waiting.compareTo(OVERDUE) < 0
                ? Optional.empty()
                : Optional.of(Case.forAPerson(Finding.forAPerson(
                        ExaminedSystem.REGISTRY,
                        subject.subject(),
                        "MLflow lacks " + subject.pending() + " of its writes for " + waiting.toMinutes() + " minutes",
                        error,
                        "see that MLflow and a CPU worker run ('protolab status'); they are delivered then")));
    }
}
