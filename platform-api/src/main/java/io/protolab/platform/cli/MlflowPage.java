package io.protolab.platform.cli;

import io.protolab.platform.registry.Outbox;
import java.util.Optional;

/** The page of MLflow on which a sweep is best looked at. */
public final class MlflowPage {
    private MlflowPage() {}

    /**
     * The sweep's experiment, opened with the columns that the sweep saved; MLflow's front page while it does not know the sweep.
     *
     * @param mlflow address of the tracking server
     */
    public static String of(ApiClient api, String mlflow, String sweepId) {
        Optional<String> experiment = api.list(ApiPaths.sweep(sweepId) + "/runs", Outbox.Link.class).stream()
                .flatMap(run -> Optional.ofNullable(run.experimentId()).stream())
                .findFirst();
        return experiment
                .map(id -> mlflow + "/#/experiments/" + id + "/runs?workflowType=machine_learning&viewStateShareKey="
                        + sweepId)
                .orElse(mlflow);
    }
}
