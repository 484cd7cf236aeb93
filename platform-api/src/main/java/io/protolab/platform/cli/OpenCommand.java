package io.protolab.platform.cli;

import io.protolab.platform.registry.SweepRecord;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "open",
        description = "Open a sweep in the MLflow UI, and print the address.",
        mixinStandardHelpOptions = true)
final class OpenCommand implements Callable<Integer> {
    @Mixin
    private Connection connection = new Connection();

    @Parameters(paramLabel = "SWEEP", arity = "0..1", description = "id of the sweep (default: the newest)")
    private @Nullable String sweep;

    @Override
    public Integer call() {
        ApiClient api = connection.client();
        String mlflow = api.health().addresses().get("mlflow");
        if (mlflow == null) {
            throw new CommandFailure(
                    ExitCodes.PLATFORM,
                    "the API server was not told where MLflow is; start it with PROTOLAB_MLFLOW set to its address");
        }
        String page = page(api, mlflow);
        System.out.println(page);
        if (!connection.json()) {
            show(page);
        }
        return ExitCodes.DONE;
    }

    private String page(ApiClient api, String mlflow) {
        if (sweep != null) {
            return MlflowPage.of(api, mlflow, sweep);
        }
        List<SweepRecord> newest = api.list(ApiPaths.SWEEPS + "?limit=1", SweepRecord.class);
        return newest.isEmpty()
                ? mlflow
                : MlflowPage.of(api, mlflow, newest.get(0).id());
    }

    private static void show(String page) {
        String opener = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "open" : "xdg-open";
        try {
            new ProcessBuilder(opener, page)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException noBrowser) {
            System.out.println("no browser was found here; open the address yourself");
        }
    }
}
