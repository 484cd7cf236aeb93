package io.protolab.standalone;

import io.protolab.gpu.selftest.CaseReport;
import io.protolab.gpu.selftest.Console;
import io.protolab.gpu.selftest.Selftest;
import io.protolab.gpu.selftest.ShippedCases;
import io.protolab.platform.cli.CommandFailure;
import io.protolab.platform.cli.ExitCodes;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "selftest",
        description = "Compare what is computed here with golden numbers of the field's libraries; needs no server.",
        mixinStandardHelpOptions = true)
final class SelftestCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            description = "golden cases, at and below this directory (default: a small set that ships with protolab)")
    private @Nullable Path directory;

    @Option(
            names = "--out",
            paramLabel = "OUT",
            description = "write what was computed to OUT/<case>/actual.safetensors")
    private @Nullable Path out;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Option(names = "--json", description = "print JSON for scripts")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (directory != null) {
            return run(directory);
        }
        try (ShippedCases shipped = ShippedCases.unpack()) {
            return run(shipped.directory());
        }
    }

    private int run(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            throw new CommandFailure(ExitCodes.INVALID, "there is no directory " + root + " with golden cases");
        }
        List<Path> cases = Selftest.find(root);
        if (cases.isEmpty()) {
            throw new CommandFailure(
                    ExitCodes.INVALID, "neither " + root + " nor a directory below it holds a case.json");
        }
        engine.start();
        List<CaseReport> reports = overheard(console -> new Selftest(out, console).run(cases, report -> {}));
        SelftestSummary summary = SelftestSummary.of(reports);
        System.out.print(json ? Json.text(summary) + System.lineSeparator() : summary.table());
        return summary.passed() ? ExitCodes.DONE : ExitCodes.CHECK_FAILED;
    }

    /** What runs while the console is listened to. */
    @FunctionalInterface
    private interface Run {
        List<CaseReport> under(Console console) throws IOException;
    }

    private static List<CaseReport> overheard(Run run) throws IOException {
        PrintStream out = System.out;
        PrintStream err = System.err;
        Overheard heard = new Overheard();
        System.setOut(new PrintStream(heard.copying(out), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(heard.copying(err), true, StandardCharsets.UTF_8));
        try {
            return run.under(heard::text);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
