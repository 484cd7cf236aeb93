package io.protolab.standalone;

import io.protolab.gpu.bench.Bench;
import io.protolab.gpu.bench.BenchReport;
import io.protolab.platform.cli.ExitCodes;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code protolab bench}. */
@Command(
        name = "bench",
        description = {
            "Measure how fast backbone, head, feature cache and preprocessing are on this machine; needs no server.",
            "Each speed stands beside a limit that the same run measured. Let nothing else run meanwhile."
        },
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    @Option(
            names = "--python",
            paramLabel = "PATH",
            description = "a Python with torch: time the same networks in plain PyTorch beside ours")
    private @Nullable Path python;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "8",
            converter = CountOption.Threads.class,
            description = "time for each measurement (default: ${DEFAULT-VALUE})")
    private int seconds = 8;

    @Option(names = "--json", description = "print JSON for scripts")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        BenchReport report = new Bench(engine.start(), Duration.ofSeconds(seconds), python).run(this::announce);
        System.out.println(json ? Json.text(report) : BenchSummary.of(report));
        return ExitCodes.DONE;
    }

    private void announce(String what) {
        if (spec != null) {
            spec.commandLine().getErr().println("measuring " + what + " …");
        }
    }
}
