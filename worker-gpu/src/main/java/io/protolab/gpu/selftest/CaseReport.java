package io.protolab.gpu.selftest;

import org.jspecify.annotations.Nullable;

/**
 * What came of one case.
 *
 * @param name of the case
 * @param kind of the case; {@code ?} if its description cannot be read
 * @param outcome in a word
 * @param worst the compared tensor that is closest to its tolerance or beyond it; null where nothing was compared
 * @param note why it failed, or what was refused; null where there is nothing to say
 */
public record CaseReport(
        String name,
        String kind,
        Outcome outcome,
        @Nullable Difference worst,
        @Nullable String note) {
    /** In which way a case ends. */
    public enum Outcome {
        /** As it has to be. */
        HOLDS("ok"),
        /** Computed; the case holds no numbers to compare with. */
        COMPUTED("computed"),
        /** An optional case that is not supported. */
        LEFT_OUT("not supported"),
        /** A kind of case that has no runner. */
        UNKNOWN("not known here"),
        FAILS("FAILED");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        /** Whether a self-check with it is passed. */
        public boolean isGood() {
            return this == HOLDS || this == COMPUTED || this == LEFT_OUT;
        }
    }
}
