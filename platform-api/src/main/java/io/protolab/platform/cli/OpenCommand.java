package io.protolab.platform.cli;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "open",
        description = "Open the MLflow UI in the browser, and print its address.",
        mixinStandardHelpOptions = true)
final class OpenCommand implements Callable<Integer> {
    @Mixin
    private Connection connection = new Connection();

    @Override
    public Integer call() {
        String mlflow = connection.client().health().addresses().get("mlflow");
        if (mlflow == null) {
            throw new CommandFailure(
                    ExitCodes.PLATFORM,
                    "the API server was not told where MLflow is; start it with PROTOLAB_MLFLOW set to its address");
        }
        System.out.println(mlflow);
        String opener = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "open" : "xdg-open";
        try {
            new ProcessBuilder(opener, mlflow)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException noBrowser) {
            System.out.println("no browser was found here; open the address yourself");
        }
        return ExitCodes.DONE;
    }
}
