package io.protolab.cpu.tracking;

import io.protolab.platform.registry.Registry;
import io.protolab.platform.registry.SweepRecord;
import io.protolab.platform.registry.TrialRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunStatus;

/**
 * How the run of a final sweep or trial has to look.
 *
 * @param state value of its tag
 */
record EndedRun(ExpectedRun expected, RunStatus status, String state, Instant endedAt) {
    /** Empty for what is not final. */
    static Optional<EndedRun> of(Registry registry, String subject) {
        Optional<TrialRecord> trial = registry.findTrial(subject);
        if (trial.isPresent()) {
            return trial.filter(found -> found.state().isFinal())
                    .map(found -> new EndedRun(
                            ExpectedRun.of(registry, subject).orElseThrow(),
                            RunStatuses.of(found.state()),
                            found.state().toString(),
                            Objects.requireNonNull(found.endedAt())));
        }
        Optional<SweepRecord> sweep = registry.findSweep(subject);
        return sweep.filter(found -> found.state().isFinal())
                .map(found -> new EndedRun(
                        ExpectedRun.of(registry, subject).orElseThrow(),
                        RunStatuses.of(found.state()),
                        found.state().toString(),
                        Objects.requireNonNull(found.endedAt())));
    }

    boolean isSweep() {
        return expected.kind().equals(RunTags.SWEEP_KIND);
    }

    /** Of status and state. */
    List<String> differences(Run run, String stateTag) {
        List<String> differences = new ArrayList<>();
        if (run.getInfo().getStatus() != status) {
            differences.add("status is " + run.getInfo().getStatus() + ", not " + status);
        }
        if (!stateTag.equals(state)) {
            differences.add("tag " + RunTags.STATE + " is '" + stateTag + "', not '" + state + "'");
        }
        return differences;
    }
}
