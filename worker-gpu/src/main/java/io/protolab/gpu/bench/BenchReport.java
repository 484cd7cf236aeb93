package io.protolab.gpu.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What one run measured.
 *
 * @param device {@code cpu} or {@code cuda:0}
 * @param threads of one tensor operation
 * @param engine version of PyTorch
 * @param measurements in the order in which they ran
 */
public record BenchReport(String device, int threads, String engine, List<Measurement> measurements) {
    public BenchReport {
        measurements = List.copyOf(measurements);
    }

    /** A table of measurement, rate, share and goal for people. */
    public String table() {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"measurement", "fastest", "rate", "share of limit", "goal"});
        for (Measurement one : measurements) {
            Measurement.Limit limit = one.limit();
            rows.add(new String[] {
                one.name(),
                seconds(one.seconds()),
                number(one.rate()) + " " + one.unit(),
                limit == null ? "" : String.format(Locale.ROOT, "%.2f of %s", limit.share(), limit.name()),
                limit == null
                        ? ""
                        : String.format(Locale.ROOT, "%.2f %s", limit.goal(), limit.reached() ? "reached" : "missed")
            });
        }
        int[] widths = new int[rows.get(0).length];
        rows.forEach(row -> {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        });
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        });
        return text.append("on ")
                .append(device)
                .append(" with ")
                .append(threads)
                .append(" threads, PyTorch ")
                .append(engine)
                .toString();
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
