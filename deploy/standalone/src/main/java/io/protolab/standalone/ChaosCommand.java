package io.protolab.standalone;

import io.protolab.platform.cli.CommandFailure;
import io.protolab.platform.cli.ExitCodes;
import io.protolab.platform.json.Json;
import io.protolab.standalone.chaos.ChaosException;
import io.protolab.standalone.chaos.ChaosReport;
import io.protolab.standalone.chaos.ChaosSummary;
import io.protolab.standalone.chaos.Order;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code protolab chaos}. */
@Command(
        name = "chaos",
        description = {
            "Run a sweep in separate processes while they are killed, frozen, cut off and starved; compare it with an undisturbed one.",
            "Status 0 only if nothing was lost, doubled or different. Nothing outside its own directory is touched."
        },
        mixinStandardHelpOptions = true)
final class ChaosCommand implements Callable<Integer> {
    /** Trials of about ten seconds on two idle cores. */
    private static final Order.Course COURSE = new Order.Course(100, 2);

    /** Short, so that an hour has many takeovers in it. */
    private static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(3);

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "10",
            converter = CountOption.Faults.class,
            description = "how long faults come, at least (default: ${DEFAULT-VALUE})")
    private int minutes = 10;

    @Option(
            names = "--kills",
            paramLabel = "N",
            defaultValue = "60",
            converter = CountOption.Faults.class,
            description = "how many faults of all kinds hit, at least (default: ${DEFAULT-VALUE})")
    private int kills = 60;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "0",
            description = "of the plan: which fault hits what, and when (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:PROTOLAB_DATA:-.protolab}",
            description = "the run makes a directory of its own below DIR/chaos (default: ${DEFAULT-VALUE})")
    private Path data = Path.of(".protolab");

    @Option(
            names = "--temporal",
            paramLabel = "dev|external",
            defaultValue = "dev",
            description = "dev: the server in memory, which forgets everything at each kill; external: Temporal's own"
                    + " server on PostgreSQL (default: ${DEFAULT-VALUE})")
    private TemporalKind temporal = TemporalKind.DEV;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "write everything that was found, and every fault, there")
    private @Nullable Path json;

    @Option(names = "--keep", description = "keep the directory of the run; after a failure it is kept anyway")
    private boolean keep;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Order order = new Order(seed, Duration.ofMinutes(minutes), kills, COURSE, HEARTBEAT_TIMEOUT, temporal.word());
        ChaosPlace place = ChaosPlace.below(data.toAbsolutePath().normalize(), seed);
        ChaosReport report;
        try (ChaosStage stage = ChaosStage.open(place, line -> say(out, line))) {
            Thread stop = new Thread(stage::close, "stop");
            Runtime.getRuntime().addShutdownHook(stop);
            report = stage.run(order, temporal, keep);
            Runtime.getRuntime().removeShutdownHook(stop);
        } catch (ChaosException e) {
            throw new CommandFailure(ExitCodes.PLATFORM, e.getMessage() + " (" + place.logs() + ")");
        }
        if (json != null) {
            Files.writeString(json, Json.text(report) + System.lineSeparator());
        }
        out.print(ChaosSummary.of(report));
        if (report.isPassed() && !keep) {
            FileTree.delete(place.root());
        } else {
            say(out, "everything is in " + place.root() + ", the logs are in " + place.logs());
        }
        out.flush();
        return report.isPassed() ? ExitCodes.DONE : ExitCodes.CHECK_FAILED;
    }

    private static void say(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }
}
