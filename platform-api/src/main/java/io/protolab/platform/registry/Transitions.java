package io.protolab.platform.registry;

import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialState;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The allowed moves between states, in the one place that knows them. */
final class Transitions {
    private static final Map<SweepState, Set<SweepState>> SWEEP = Map.of(
            SweepState.WAITING,
            EnumSet.of(SweepState.RUNNING, SweepState.PAUSED, SweepState.FAILED, SweepState.CANCELLED),
            SweepState.RUNNING,
            EnumSet.of(SweepState.PAUSED, SweepState.COMPLETE, SweepState.FAILED, SweepState.CANCELLED),
            SweepState.PAUSED,
            EnumSet.of(SweepState.RUNNING, SweepState.COMPLETE, SweepState.FAILED, SweepState.CANCELLED));

    private static final Map<TrialState, Set<TrialState>> TRIAL = Map.of(
            TrialState.WAITING,
            EnumSet.of(TrialState.RUNNING, TrialState.STOPPED_EARLY, TrialState.FAILED, TrialState.CANCELLED),
            TrialState.RUNNING,
            EnumSet.of(
                    TrialState.WAITING,
                    TrialState.COMPLETE,
                    TrialState.STOPPED_EARLY,
                    TrialState.FAILED,
                    TrialState.CANCELLED));

    private Transitions() {}

    /**
     * Whether there is anything to change.
     *
     * @throws RegistryException if the move is not allowed
     */
    static boolean changes(String sweepId, SweepState from, SweepState to) {
        return changes("sweep " + sweepId, from, to, SWEEP.getOrDefault(from, Set.of()));
    }

    /** See {@link #changes(String, SweepState, SweepState)}. */
    static boolean changes(String trialId, TrialState from, TrialState to) {
        return changes("trial " + trialId, from, to, TRIAL.getOrDefault(from, Set.of()));
    }

    private static <S extends Enum<S>> boolean changes(String subject, S from, S to, Set<S> allowed) {
        if (from != to && !allowed.contains(to)) {
            throw new RegistryException(subject + " is " + from + " and cannot become " + to
                    + (allowed.isEmpty() ? "; it is final" : "; from there it can become " + allowed));
        }
        return from != to;
    }

    /** The states that {@link Registry#endTrial} may give. */
    static void requireEnd(String trialId, TrialState state) {
        if (state == TrialState.RUNNING || state == TrialState.COMPLETE) {
            throw new RegistryException("trial " + trialId + " cannot end as " + state
                    + "; start it with startTrial, complete it with completeTrial");
        }
    }

    /** Records nothing more of a trial that is final. */
    static void requireOpen(String trialId, TrialState state, String what) {
        if (state.isFinal()) {
            throw new RegistryException("trial " + trialId + " is " + state + " and takes no more " + what);
        }
    }
}
