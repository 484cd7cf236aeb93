package io.protolab.standalone.chaos;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a run has found.
 *
 * @param seconds that it took, the undisturbed sweep and the audit included
 * @param impossible kinds of faults that this machine does not allow, with the reason
 * @param sweeps that were disturbed
 * @param trials of those sweeps
 * @param faults as they happened
 * @param takeovers how long it took until somebody went on, by cause
 * @param lostAttempts attempts whose worker fell silent
 * @param stepsRepeated optimiser steps that had to be done again
 * @param findings whatever is not as in the undisturbed sweep
 */
public record ChaosReport(
        Order order,
        long seconds,
        Map<FaultKind, String> impossible,
        int sweeps,
        int trials,
        List<FaultRecord> faults,
        List<TakeoverTimes> takeovers,
        long lostAttempts,
        long stepsRepeated,
        List<Finding> findings) {
    public ChaosReport {
        impossible = impossible.isEmpty() ? Map.of() : new EnumMap<>(impossible);
        faults = List.copyOf(faults);
        takeovers = List.copyOf(takeovers);
        findings = List.copyOf(findings);
    }

    /** The same with something more that was found. */
    public ChaosReport with(List<Finding> more) {
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(more);
        return new ChaosReport(
                order, seconds, impossible, sweeps, trials, faults, takeovers, lostAttempts, stepsRepeated, all);
    }

    /** Whether nothing was lost, doubled or different. */
    public boolean isPassed() {
        return findings.isEmpty();
    }

    /** Steps that had to be done again for each attempt whose worker fell silent. */
    double stepsRepeatedPerLoss() {
        return lostAttempts == 0 ? 0 : (double) stepsRepeated / lostAttempts;
    }

    long count(Finding.Kind kind) {
        return findings.stream().filter(finding -> finding.kind() == kind).count();
    }

    /** How many faults of a kind hit. */
    public long hits(FaultKind kind) {
        return faults.stream()
                .filter(FaultRecord::hit)
                .filter(record -> record.fault().kind() == kind)
                .count();
    }

    /** How many faults hit. */
    public long hits() {
        return faults.stream().filter(FaultRecord::hit).count();
    }
}
