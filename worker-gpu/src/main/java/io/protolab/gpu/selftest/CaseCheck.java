package io.protolab.gpu.selftest;

import io.protolab.gpu.selftest.CaseReport.Outcome;
import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs one case, writes what it computed, and compares it with what the case expects. */
final class CaseCheck {
    private final String name;
    private final GoldenCase golden;
    private final CaseRunner runner;
    private final ActualFiles files;
    private final Console console;

    /** @param name of the case in its report, and of the directory of its results */
    CaseCheck(String name, GoldenCase golden, CaseRunner runner, ActualFiles files, Console console) {
        this.name = name;
        this.golden = golden;
        this.runner = runner;
        this.files = files;
        this.console = console;
    }

    CaseReport run() throws IOException {
        int before = console.printed().length();
        CaseReport report = judged();
        if (golden.fields().has("must_not_print")) {
            String forbidden = golden.fields().text("must_not_print");
            if (console.printed().substring(before).contains(forbidden)) {
                return report(
                        Outcome.FAILS, null, "'" + forbidden + "' was printed: something in the file was executed");
            }
        }
        return report;
    }

    private CaseReport judged() throws IOException {
        try (TensorScope scope = TensorScope.open()) {
            Map<String, Tensor> results;
            try {
                results = runner.run(golden);
            } catch (UnclearCaseException e) {
                return report(Outcome.FAILS, null, e.getMessage());
            } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
                return failed(e);
            }
            return computed(results);
        }
    }

    private CaseReport failed(Throwable failure) throws IOException {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        files.writeError(name, message);
        boolean refusal = failure instanceof IOException || failure instanceof IllegalArgumentException;
        if (!refusal) {
            return report(Outcome.FAILS, null, "crashed: " + failure);
        }
        if (golden.verdict() == GoldenCase.Verdict.OK) {
            return report(golden.optional() ? Outcome.LEFT_OUT : Outcome.FAILS, null, "refused: " + message);
        }
        return missingWords(message)
                .map(missing -> report(Outcome.FAILS, null, "the refusal does not name " + missing + ": " + message))
                .orElseGet(() -> report(Outcome.HOLDS, null, "refused: " + message));
    }

    private Optional<String> missingWords(String message) {
        List<String> oneOf = golden.fields().texts("error_must_name_one_of");
        if (!oneOf.isEmpty() && oneOf.stream().noneMatch(message::contains)) {
            return Optional.of("one of " + oneOf);
        }
        List<String> missing = golden.fields().texts("error_must_name").stream()
                .filter(word -> !message.contains(word))
                .toList();
        return missing.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", missing));
    }

    private CaseReport computed(Map<String, Tensor> results) throws IOException {
        Optional<NamedTensors> expected = golden.expected();
        Set<String> wanted = expected.map(NamedTensors::names).orElseGet(golden::wantedNames);
        Map<String, Tensor> written = new LinkedHashMap<>(results);
        if (!wanted.isEmpty()) {
            written.keySet().retainAll(wanted);
        }
        files.write(name, new NamedTensors(written));
        if (golden.verdict() == GoldenCase.Verdict.ERROR) {
            return report(Outcome.FAILS, null, "was read, though it has to be refused");
        }
        List<String> missing = golden.required().stream()
                .filter(tensor -> !results.containsKey(tensor))
                .toList();
        if (!missing.isEmpty()) {
            return report(
                    Outcome.FAILS,
                    null,
                    "not computed for a case of kind " + golden.kind() + ": " + String.join(", ", missing));
        }
        return expected.map(numbers -> compared(results, numbers)).orElseGet(() -> unjudged(written));
    }

    private CaseReport unjudged(Map<String, Tensor> written) {
        for (Map.Entry<String, Tensor> result : written.entrySet()) {
            if (!result.getValue().isFinite()) {
                return report(Outcome.FAILS, null, "'" + result.getKey() + "' is not finite");
            }
        }
        return report(Outcome.COMPUTED, null, null);
    }

    private CaseReport compared(Map<String, Tensor> results, NamedTensors expected) {
        List<Difference> differences = new ArrayList<>();
        List<String> names = golden.required().isEmpty() ? List.copyOf(expected.names()) : golden.required();
        for (String tensor : names) {
            Tensor actual = results.get(tensor);
            if (!expected.contains(tensor) || actual == null) {
                return report(
                        Outcome.FAILS,
                        null,
                        "'" + tensor + "' is to be compared, but "
                                + (actual == null ? "is not computed here" : "expected.safetensors lacks it"));
            }
            try {
                differences.add(Difference.of(
                        tensor,
                        actual,
                        expected.get(tensor),
                        golden.tolerances().of(tensor)));
            } catch (IllegalArgumentException e) {
                return report(Outcome.FAILS, null, e.getMessage());
            }
        }
        return verdict(differences);
    }

    private CaseReport verdict(List<Difference> differences) {
        if (differences.isEmpty()) {
            return report(Outcome.FAILS, null, "expected.safetensors holds nothing to compare");
        }
        Difference worst = differences.get(0);
        for (Difference difference : differences) {
            worst = difference.severity() > worst.severity() ? difference : worst;
        }
        List<String> beyond = differences.stream()
                .filter(difference -> !difference.holds())
                .map(Difference::tensor)
                .toList();
        return beyond.isEmpty()
                ? report(Outcome.HOLDS, worst, null)
                : report(
                        Outcome.FAILS,
                        worst,
                        beyond.size() + " of " + differences.size() + " tensors differ: " + String.join(", ", beyond));
    }

    private CaseReport report(Outcome outcome, @Nullable Difference worst, @Nullable String note) {
        return new CaseReport(name, golden.kind(), outcome, worst, note);
    }
}
