package io.protolab.platform.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks values against their {@link Setting}. */
final class Settings {
    private static final int SHOWN = 80;

    private Settings() {}

    /**
     * Refuses values outside of their range.
     *
     * @param values one per record component, in order
     * @throws InvalidSpecException with every problem
     */
    static void verify(Class<? extends Record> type, @Nullable Object... values) {
        List<SpecProblem> problems = new ArrayList<>();
        int next = 0;
        for (Field field : Field.of(type).values()) {
            problem(field.setting(), values[next++])
                    .ifPresent(message -> problems.add(new SpecProblem(field.name(), message)));
        }
        if (!problems.isEmpty()) {
            throw new InvalidSpecException(problems);
        }
    }

    /** What is wrong with a value, if anything. */
    static Optional<String> problem(Setting setting, @Nullable Object value) {
        if (value == null) {
            return setting.optional() ? Optional.empty() : Optional.of("is missing; give " + setting.doc());
        }
        if (value instanceof Number number && !inRange(setting, number.doubleValue())) {
            return Optional.of(value + " is outside of " + range(setting) + ": " + setting.doc());
        }
        if (value instanceof String text && text.isBlank() && setting.value().isEmpty()) {
            return Optional.of("is empty; give " + setting.doc());
        }
        if (value instanceof String text && !setting.pattern().isEmpty() && !text.matches(setting.pattern())) {
            return Optional.of("'" + start(text) + "' must match " + setting.pattern() + ": " + setting.doc());
        }
        return Optional.empty();
    }

    /** As much of a wrong value as helps to find it. */
    static String start(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }

    private static boolean inRange(Setting setting, double x) {
        return (setting.above() ? x > setting.min() : x >= setting.min()) && x <= setting.max();
    }

    /** Such as {@code [1, 100000]} or {@code (0, 10]}. */
    private static String range(Setting setting) {
        return (setting.above() ? "(" : "[")
                + show(setting.min())
                + ", "
                + (Double.isFinite(setting.max()) ? show(setting.max()) + "]" : "∞)");
    }

    private static String show(double bound) {
        return bound == Math.rint(bound) && Math.abs(bound) < 1e15
                ? Long.toString((long) bound)
                : Double.toString(bound);
    }
}
