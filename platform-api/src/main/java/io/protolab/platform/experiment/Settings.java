package io.protolab.platform.experiment;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Checks values against their {@link Setting}. */
final class Settings {
    private Settings() {}

    /**
     * Refuses values outside of their range.
     *
     * @param values one per record component, in order
     * @throws InvalidSpecException with every problem
     */
    static void verify(Class<? extends Record> type, @Nullable Object... values) {
        RecordComponent[] components = type.getRecordComponents();
        List<SpecProblem> problems = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            Setting setting = components[i].getAnnotation(Setting.class);
            problem(setting, values[i]).ifPresent(addTo(problems, components[i].getName()));
        }
        if (!problems.isEmpty()) {
            throw new InvalidSpecException(problems);
        }
    }

    private static Consumer<String> addTo(List<SpecProblem> problems, String path) {
        return message -> problems.add(new SpecProblem(path, message));
    }

    static Optional<String> problem(Setting setting, @Nullable Object value) {
        if (value == null) {
            return setting.optional() ? Optional.empty() : Optional.of("is missing: " + setting.doc());
        }
        if (value instanceof Number number) {
            double x = number.doubleValue();
            boolean tooSmall = setting.above() ? x <= setting.min() : x < setting.min();
            if (tooSmall || x > setting.max() || Double.isNaN(x)) {
                return Optional.of(value + " is outside of " + (setting.above() ? "(" : "[") + setting.min() + ", "
                        + setting.max() + "]: " + setting.doc());
            }
        }
        if (value instanceof String text && !setting.pattern().isEmpty() && !text.matches(setting.pattern())) {
            return Optional.of("'" + text + "' does not match " + setting.pattern() + ": " + setting.doc());
        }
        return Optional.empty();
    }
}
