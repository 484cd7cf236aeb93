package io.protolab.standalone.chaos;

import io.protolab.platform.cli.Table;
import java.util.List;
import java.util.Locale;

/** A report for people: one table, what was found, and the verdict. */
public final class ChaosSummary {
    private static final int SHOWN_FINDINGS = 20;

    private ChaosSummary() {}

    public static String of(ChaosReport report) {
        Table table = new Table("", "");
        for (FaultKind kind : FaultKind.values()) {
            String impossible = report.impossible().get(kind);
            table.row(
                    "faults: " + kind.words(),
                    impossible == null ? Long.toString(report.hits(kind)) : "not possible here: " + impossible);
        }
        table.row("faults in all", Long.toString(report.hits()));
        table.row("sweeps, trials", report.sweeps() + ", " + report.trials());
        for (Finding.Kind kind : Finding.Kind.values()) {
            table.row(words(kind), Long.toString(report.count(kind)));
        }
        report.takeovers().forEach(times -> table.row("takeover after " + times.cause(), takeover(times)));
        table.row(
                "steps repeated",
                "%d, %.1f for each worker lost".formatted(report.stepsRepeated(), report.stepsRepeatedPerLoss()));
        StringBuilder text = new StringBuilder(table.toString());
        report.findings().stream()
                .limit(SHOWN_FINDINGS)
                .forEach(finding -> text.append(finding).append(System.lineSeparator()));
        if (report.findings().size() > SHOWN_FINDINGS) {
            text.append("… and ")
                    .append(report.findings().size() - SHOWN_FINDINGS)
                    .append(" more; --json has all")
                    .append(System.lineSeparator());
        }
        return text.append(verdict(report)).append(System.lineSeparator()).toString();
    }

    private static String words(Finding.Kind kind) {
        return switch (kind) {
            case LOST -> "sweeps and trials lost";
            case ROW_MISSING -> "rows missing";
            case ROW_DOUBLED -> "rows doubled";
            case NUMBER_DIFFERENT -> "numbers different";
            case HASH_DIFFERENT -> "hashes different";
            case FILE_MISSING -> "files missing";
            case NOT_REPRODUCIBLE -> "not reproducible";
            case LEFT_OPEN -> "left open";
            case LEFT_BEHIND -> "left behind";
            case TOO_LATE -> "takeovers far too late";
        };
    }

    private static String takeover(TakeoverTimes times) {
        String all = spread(times.all());
        if (!times.isPromised()) {
            return all;
        }
        String kept = String.format(
                Locale.ROOT,
                "within the promised %.0f s %d",
                times.promised(),
                times.all().kept());
        TakeoverTimes.Spread alone = times.alone();
        return alone.count() == 0
                ? all + ", " + kept
                : all + ", " + kept + "; with nothing else wrong " + spread(alone) + ", " + alone.kept() + " kept it";
    }

    private static String spread(TakeoverTimes.Spread times) {
        return String.format(Locale.ROOT, "%d: median %.1f s, p95 %.1f s", times.count(), times.median(), times.p95());
    }

    private static String verdict(ChaosReport report) {
        String result = report.isPassed()
                ? "PASSED: nothing was lost, doubled or different after " + report.hits() + " faults (seed "
                        + report.order().seed() + ", " + report.seconds() + " s)"
                : "FAILED: " + report.findings().size() + " findings after " + report.hits() + " faults (seed "
                        + report.order().seed() + ")";
        return result + "; " + takeovers(report.takeovers());
    }

    private static String takeovers(List<TakeoverTimes> takeovers) {
        int held = takeovers.stream()
                .filter(TakeoverTimes::isPromised)
                .mapToInt(times -> times.alone().count())
                .sum();
        int kept = takeovers.stream()
                .filter(TakeoverTimes::isPromised)
                .mapToInt(times -> times.alone().kept())
                .sum();
        if (held == 0) {
            return "no takeover met one fault alone, so that none can be held to its promise";
        }
        return kept == held
                ? "promised takeover times kept by all " + held + " that met one fault alone"
                : "promised takeover times kept by " + kept + " of " + held + " that met one fault alone";
    }
}
