package io.protolab.standalone;

import io.protolab.gpu.bench.BenchReport;
import io.protolab.gpu.bench.Measurement;
import io.protolab.platform.cli.Table;
import java.util.Locale;

/** A report of {@code protolab bench} for people: measurement, rate, share and goal. */
final class BenchSummary {
    private BenchSummary() {}

    static String of(BenchReport report) {
        Table table = new Table("measurement", "fastest", "rate", "share of limit", "goal");
        for (Measurement one : report.measurements()) {
            Measurement.Limit limit = one.limit();
            table.row(
                    one.name(),
                    seconds(one.seconds()),
                    number(one.rate()) + " " + one.unit(),
                    limit == null ? "" : String.format(Locale.ROOT, "%.2f of %s", limit.share(), limit.name()),
                    limit == null
                            ? ""
                            : String.format(
                                    Locale.ROOT, "%.2f %s", limit.goal(), limit.reached() ? "reached" : "missed"));
        }
        return table + "on " + report.device() + " with " + report.threads() + " threads, PyTorch " + report.engine();
    }

    private static String seconds(double seconds) {
        return seconds < 0.1
                ? String.format(Locale.ROOT, "%.2f ms", seconds * 1e3)
                : String.format(Locale.ROOT, "%.3f s", seconds);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
    }
}
