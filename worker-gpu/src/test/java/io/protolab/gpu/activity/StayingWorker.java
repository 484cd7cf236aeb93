package io.protolab.gpu.activity;

import io.protolab.platform.workflow.AttemptOutcome;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A worker that nobody replaces; remembers what was told of it. */
final class StayingWorker {
    final List<ApplicationFailure> failedFromOutside = Collections.synchronizedList(new ArrayList<>());
    final List<AttemptOutcome> losses = Collections.synchronizedList(new ArrayList<>());
    final CountDownLatch told = new CountDownLatch(1);
    final WorkerLife life;

    StayingWorker(Duration longestStep) {
        life = new WorkerLife(
                longestStep,
                (token, failure) -> failedFromOutside.add((ApplicationFailure) failure),
                (cause, evidence) -> {
                    losses.add(cause);
                    told.countDown();
                });
    }

    static WorkerLife life() {
        return new StayingWorker(Duration.ofMinutes(20)).life;
    }
}
