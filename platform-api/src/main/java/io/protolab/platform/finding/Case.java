package io.protolab.platform.finding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A finding and what may be done about it.
 *
 * @param remedy absent where only a person can help
 */
public record Case(Finding finding, @Nullable Remedy remedy) {
    public Case {
        if (finding.isMendable() != (remedy != null)) {
            throw new IllegalArgumentException("a remedy belongs to what can be mended, and only there: " + finding);
        }
    }

    /** A small change that may be made again without harm. */
    @FunctionalInterface
    public interface Remedy {
        /** @return why it could not be made; empty if it was */
        Optional<String> apply() throws InterruptedException;
    }

    /** Remembers what was mended. */
    @FunctionalInterface
    public interface Journal {
        void mended(Finding finding);
    }

    public static Case forAPerson(Finding finding) {
        return new Case(finding, null);
    }

    /** A remedy that works or throws. */
    public static Case of(Finding finding, Runnable remedy) {
        return new Case(finding, () -> {
            remedy.run();
            return Optional.empty();
        });
    }

    /** The findings, those that can be mended after it was tried; one that fails does not keep the others from it. */
    public static List<Finding> mend(List<Case> cases, Journal journal) throws InterruptedException {
        List<Finding> after = new ArrayList<>();
        for (Case one : cases) {
            after.add(one.remedy == null ? one.finding : one.mend(one.remedy, journal));
        }
        return after;
    }

    private Finding mend(Remedy chosen, Journal journal) throws InterruptedException {
        try {
            Optional<String> problem = chosen.apply();
            if (problem.isPresent()) {
                return finding.notMended(problem.get());
            }
            Finding mended = finding.mended();
            journal.mended(mended);
            return mended;
        } catch (RuntimeException e) {
            return finding.notMended(String.valueOf(e.getMessage()));
        }
    }
}
