package io.protolab.standalone;

import io.protolab.gpu.selftest.CaseReport;
import io.protolab.gpu.selftest.Difference;
import io.protolab.gpu.tensor.TorchEngine;
import io.protolab.platform.cli.Table;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a self-check, for people and scripts.
 *
 * @param passed whether every case ended as it has to
 * @param device on which it was computed
 * @param engine version of the tensor engine
 * @param counts of cases by verdict
 */
record SelftestSummary(boolean passed, String device, String engine, Map<String, Integer> counts, List<Row> cases) {
    SelftestSummary {
        counts = Map.copyOf(counts);
        cases = List.copyOf(cases);
    }

    /**
     * One case.
     *
     * @param tensor the compared tensor closest to its tolerance or beyond it; null where nothing was compared
     * @param error its greatest absolute difference, null with it and where it is not a number
     * @param tolerance of that difference, absolute; null with it
     * @param largest magnitude that was expected of it; null with it
     * @param note why it failed, or what was refused; null where there is nothing to say
     */
    record Row(
            String name,
            String kind,
            String verdict,
            boolean passed,
            @Nullable String tensor,
            @Nullable Double error,
            @Nullable Double tolerance,
            @Nullable Double largest,
            @Nullable String note) {
        static Row of(CaseReport report) {
            Difference worst = report.worst();
            return new Row(
                    report.name(),
                    report.kind(),
                    report.outcome().word(),
                    report.outcome().isGood(),
                    worst == null ? null : worst.tensor(),
                    worst == null || !Double.isFinite(worst.error()) ? null : worst.error(),
                    worst == null ? null : worst.allowed(),
                    worst == null ? null : worst.greatest(),
                    report.note());
        }
    }

    static SelftestSummary of(List<CaseReport> reports) {
        Map<String, Integer> counts = new TreeMap<>();
        reports.forEach(report -> counts.merge(report.outcome().word(), 1, Integer::sum));
        return new SelftestSummary(
                reports.stream().allMatch(report -> report.outcome().isGood()),
                TorchEngine.running().deviceName(),
                TorchEngine.running().version(),
                counts,
                reports.stream().map(Row::of).toList());
    }

    String table() {
        Table table = new Table("case", "kind", "largest error", "tolerance", "in", "verdict");
        StringBuilder notes = new StringBuilder();
        for (Row row : cases) {
            table.row(
                    row.name(),
                    row.kind(),
                    row.tensor() == null ? "-" : number(row.error()),
                    row.tensor() == null ? "-" : number(row.tolerance()),
                    row.tensor() == null ? "-" : row.tensor(),
                    row.verdict());
            if (!row.passed()) {
                notes.append(row.name()).append(": ").append(row.note()).append(System.lineSeparator());
            }
        }
        String verdicts = new TreeMap<>(counts)
                .entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", "));
        return table + System.lineSeparator() + notes + cases.size() + " cases on " + device + ", PyTorch " + engine
                + ": " + verdicts + System.lineSeparator();
    }

    private static String number(@Nullable Double value) {
        return value == null ? "not a number" : String.format(Locale.ROOT, "%.1e", value);
    }
}
