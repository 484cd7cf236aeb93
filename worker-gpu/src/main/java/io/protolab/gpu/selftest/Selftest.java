package io.protolab.gpu.selftest;

import io.protolab.gpu.selftest.CaseReport.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All golden cases below a directory, one after the other; a failing one does not stop the others. */
public final class Selftest {
    private static final Map<String, CaseRunner> RUNNERS = Map.of(
            "backbone",
            new BackboneRunner(),
            GoldenCase.STORAGE,
            new BackboneRunner(),
            "head",
            new HeadRunner(),
            "training",
            new TrainingRunner(0),
            "schedule",
            new ScheduleRunner());

    private final ActualFiles files;
    private final Console console;

    /**
     * Prepares a self-check; the engine has to run when it starts.
     *
     * @param out where to write what was computed; null for nowhere
     * @param console where forbidden words would appear
     */
    public Selftest(@Nullable Path out, Console console) {
        this.files = new ActualFiles(out);
        this.console = console;
    }

    /** Directories of cases at and below a directory, in the order of their names. */
    public static List<Path> find(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> path.endsWith(GoldenCase.DESCRIPTION) && Files.isRegularFile(path))
                    .map(file -> file.toAbsolutePath().normalize().getParent())
                    .sorted()
                    .toList();
        }
    }

    /**
     * Runs cases.
     *
     * @param finished hears of each as soon as it is done
     * @throws IOException if the results cannot be written
     */
    public List<CaseReport> run(List<Path> cases, Consumer<CaseReport> finished) throws IOException {
        List<CaseReport> reports = new ArrayList<>();
        for (Path directory : cases) {
            CaseReport report = run(directory, name(directory, cases));
            reports.add(report);
            finished.accept(report);
        }
        return List.copyOf(reports);
    }

    /** The end of its path, as much of it as no other case shares. */
    private static String name(Path directory, List<Path> cases) {
        int length = directory.getNameCount();
        for (int depth = 1; depth < length; depth++) {
            Path end = directory.subpath(length - depth, length);
            if (cases.stream().filter(other -> other.endsWith(end)).count() == 1) {
                return end.toString();
            }
        }
        return directory.subpath(0, length).toString();
    }

    private CaseReport run(Path directory, String name) throws IOException {
        GoldenCase golden;
        try {
            golden = GoldenCase.read(directory);
        } catch (UnclearCaseException e) {
            return new CaseReport(name, "?", Outcome.FAILS, null, e.getMessage());
        }
        CaseRunner runner = RUNNERS.get(golden.kind());
        if (runner == null) {
            return new CaseReport(
                    name,
                    golden.kind(),
                    golden.optional() ? Outcome.LEFT_OUT : Outcome.UNKNOWN,
                    null,
                    "kinds known here are " + RUNNERS.keySet().stream().sorted().toList());
        }
        return new CaseCheck(name, golden, runner, files, console).run();
    }
}
