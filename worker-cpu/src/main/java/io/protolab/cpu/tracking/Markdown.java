package io.protolab.cpu.tracking;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Markdown for MLflow's note panels. */
final class Markdown {
    private final StringBuilder text = new StringBuilder();

    Markdown heading(String heading) {
        return line("### " + heading).line("");
    }

    Markdown paragraph(String paragraph) {
        return paragraph.isBlank() ? this : line(paragraph.strip()).line("");
    }

    /** A table; beyond {@code limit} rows it says how many are left out. */
    Markdown table(List<String> header, List<List<String>> rows, int limit) {
        row(header).row(header.stream().map(column -> "---").toList());
        rows.stream().limit(limit).forEach(this::row);
        line("");
        return rows.size() <= limit ? this : paragraph("… and " + (rows.size() - limit) + " more rows");
    }

    /** Four decimals, for reading; exact values are metrics. */
    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.4f", value);
    }

    static String link(String text, String target) {
        return "[" + text + "](" + target + ")";
    }

    @Override
    public String toString() {
        return text.toString().strip();
    }

    private Markdown row(List<String> cells) {
        return line(cells.stream().map(Markdown::cell).collect(Collectors.joining(" | ", "| ", " |")));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replaceAll("\\s+", " ");
    }

    private Markdown line(String line) {
        text.append(line).append('\n');
        return this;
    }
}
