package io.protolab.standalone;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.protolab.platform.cli.Addresses;
import io.protolab.platform.cli.ApiClient;
import io.protolab.platform.cli.ApiPaths;
import io.protolab.platform.cli.ExitCodes;
import io.protolab.platform.cli.Leaderboard;
import io.protolab.platform.cli.MlflowPage;
import io.protolab.platform.cli.SweepWatch;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.http.SweepStatus;
import io.protolab.platform.json.Json;
import io.protolab.platform.registry.LeaderboardRow;
import io.protolab.platform.registry.Outbox;
import io.protolab.platform.registry.SweepRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description = "Start everything, run the demo sweep, show its leaderboard, and stay until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final String EXPERIMENT = "/experiments/demo.yaml";

    /** The last files of a sweep reach MLflow within seconds; a slow disk may need more. */
    private static final Duration LONGEST_DELIVERY = Duration.ofSeconds(90);

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private StandaloneOptions options = new StandaloneOptions();

    @Option(
            names = "--exit",
            description =
                    "End when the sweep is done: status 0 only if every trial completed and MLflow shows all of them.")
    private boolean exit;

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        Addresses addresses = ForegroundProcess.start(options, out);
        ApiClient api = new ApiClient(addresses.parts().getOrDefault("api", ""), Optional.empty());

        SweepRecord sweep = Json.mapper().readValue(api.post(ApiPaths.SWEEPS, experiment()), SweepRecord.class);
        out.printf(
                "%nSweep %s: %d trials%n%s%n",
                sweep.id(), sweep.trials(), sweep.spec().question());
        out.flush();
        SweepStatus end = new SweepWatch(api, System.out).untilFinal(sweep.id());
        out.println();
        out.print(Leaderboard.of(api.list(path(sweep, "leaderboard"), LeaderboardRow.class)));
        boolean complete =
                end.sweep().state() == SweepState.COMPLETE && end.sweep().failed() == 0;
        boolean delivered = Waiting.until(LONGEST_DELIVERY, () -> shown(api, sweep));
        out.println();
        out.print(farewell(api, sweep, addresses, delivered));
        out.flush();

        if (!exit) {
            new CountDownLatch(1).await();
        }
        return complete && delivered ? ExitCodes.DONE : complete ? ExitCodes.PLATFORM : ExitCodes.TRIALS_FAILED;
    }

    /** Whether MLflow has the sweep and every trial, read back and equal to the registry. */
    private static boolean shown(ApiClient api, SweepRecord sweep) {
        List<Outbox.Link> runs = api.list(path(sweep, "runs"), Outbox.Link.class);
        return runs.size() == sweep.trials() + 1 && runs.stream().allMatch(Outbox.Link::sealed);
    }

    private static String farewell(ApiClient api, SweepRecord sweep, Addresses addresses, boolean delivered) {
        String page = MlflowPage.of(api, addresses.parts().getOrDefault("mlflow", ""), sweep.id());
        return (delivered
                        ? "MLflow has every run, read back and equal to the registry.\n"
                        : "MLflow does not have every run yet; what is missing waits in the outbox.\n")
                + "\n"
                + "MLflow UI  " + page + "\n"
                + "           open the parent run with +, select its " + sweep.trials()
                + " runs and compare: params say what varied, test/accuracy who won;\n"
                + "           each run has its curves, and under Artifacts its prototypes and explained predictions\n"
                + "API        " + addresses.parts().getOrDefault("api", "") + ApiPaths.sweep(sweep.id())
                + "  (described by /openapi.json)\n";
    }

    private static String path(SweepRecord sweep, String what) {
        return ApiPaths.sweep(sweep.id()) + "/" + what;
    }

    private static String experiment() {
        try (InputStream file = DemoCommand.class.getResourceAsStream(EXPERIMENT)) {
            if (file == null) {
                throw new IllegalStateException("the class path lacks " + EXPERIMENT);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
