package io.protolab.gpu.selftest;

import java.util.Map;
import java.util.TreeMap;

/**
 * How far a computed tensor may be from the expected one.
 *
 * @param byPrefix by prefix of a tensor's name; the longest that fits counts
 * @param otherwise where none fits
 */
record Tolerances(Map<String, Tolerance> byPrefix, Tolerance otherwise) {
    private static final String DEFAULT = "default";

    Tolerances {
        byPrefix = Map.copyOf(byPrefix);
    }

    /**
     * A difference is allowed up to {@code max(absolute, relative · greatest expected magnitude)}.
     *
     * @param relative not negative
     * @param absolute not negative
     */
    record Tolerance(double relative, double absolute) {
        /** What an exact implementation in 32-bit floats keeps with room to spare. */
        static final Tolerance FLOAT = new Tolerance(1e-5, 1e-7);

        Tolerance {
            if (!(relative >= 0 && absolute >= 0)) {
                throw new UnclearCaseException("a tolerance of rel " + relative + " and abs " + absolute
                        + " compares nothing; neither may be negative");
            }
        }

        double allowed(double greatest) {
            return Math.max(absolute, relative * greatest);
        }
    }

    static Tolerances of(CaseFields description) {
        if (!description.has("tolerance")) {
            return new Tolerances(Map.of(), Tolerance.FLOAT);
        }
        CaseFields fields = description.object("tolerance");
        Map<String, Tolerance> byPrefix = new TreeMap<>();
        for (String prefix : fields.names()) {
            CaseFields tolerance = fields.object(prefix);
            byPrefix.put(prefix, new Tolerance(tolerance.number("rel", 0), tolerance.number("abs", 0)));
        }
        Tolerance otherwise = byPrefix.remove(DEFAULT);
        return new Tolerances(byPrefix, otherwise == null ? Tolerance.FLOAT : otherwise);
    }

    Tolerance of(String name) {
        String longest = "";
        for (String prefix : byPrefix.keySet()) {
            longest = name.startsWith(prefix) && prefix.length() > longest.length() ? prefix : longest;
        }
        return byPrefix.getOrDefault(longest, otherwise);
    }
}
