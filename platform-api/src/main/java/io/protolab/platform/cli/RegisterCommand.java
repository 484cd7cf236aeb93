package io.protolab.platform.cli;

import io.protolab.platform.export.ExportStatus;
import io.protolab.platform.export.ModelNames;
import io.protolab.platform.http.SweepStatus;
import io.protolab.platform.json.Json;
import io.protolab.platform.registry.TrialRecord;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "register",
        description = "Make the model of a complete trial a version in MLflow's model registry.",
        mixinStandardHelpOptions = true)
final class RegisterCommand implements Callable<Integer> {
    @Mixin
    private Connection connection = new Connection();

    @Parameters(paramLabel = "TRIAL", description = "id of a complete trial")
    private String trial = "";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "name of the registered model (default: that of the experiment)")
    private @Nullable String name;

    @Override
    public Integer call() throws InterruptedException {
        ApiClient api = connection.client();
        String model = name == null ? nameOfExperiment(api) : name;
        ExportStatus status = new ExportWatch(api).untilDone(ApiPaths.model(trial, model));
        System.out.println(
                connection.json()
                        ? Json.text(Map.of("trial", trial, "model", model, "state", status.state()))
                        : "trial " + trial + " is registered as '" + model
                                + "'; MLflow shows the version as soon as it was told: models:/" + model + "/latest");
        return ExitCodes.DONE;
    }

    private String nameOfExperiment(ApiClient api) {
        TrialRecord known = api.get(ApiPaths.trial(trial), TrialRecord.class);
        return ModelNames.of(api.get(ApiPaths.sweep(known.sweepId()), SweepStatus.class)
                .sweep()
                .experiment());
    }
}
