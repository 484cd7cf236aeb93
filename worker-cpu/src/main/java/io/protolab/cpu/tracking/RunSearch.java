package io.protolab.cpu.tracking;

import java.util.List;
import org.mlflow.api.proto.Service.Experiment;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.SearchExperiments;
import org.mlflow.api.proto.Service.SearchRuns;
import org.mlflow.api.proto.Service.ViewType;

/** Finds all runs of ours, page by page, in whatever experiment they are. */
final class RunSearch {
    private static final int RUNS_PER_PAGE = 500;
    private static final int EXPERIMENTS_PER_PAGE = 500;

    private final MlflowTransport mlflow;

    RunSearch(MlflowTransport mlflow) {
        this.mlflow = mlflow;
    }

    /**
     * Adds the runs of sweeps and trials that were not deleted.
     *
     * @return not OK if MLflow did not answer every question; some may have been added then
     */
    Answer addAll(List<Run> found) throws InterruptedException {
        String token = "";
        do {
            Answer answer = mlflow.post(
                    "experiments/search",
                    SearchExperiments.newBuilder()
                            .setMaxResults(EXPERIMENTS_PER_PAGE)
                            .setPageToken(token)
                            .setViewType(ViewType.ACTIVE_ONLY)
                            .build());
            if (!answer.isOk()) {
                return answer;
            }
            SearchExperiments.Response page = MlflowJson.read(answer.body(), SearchExperiments.Response.newBuilder())
                    .build();
            List<String> ids = page.getExperimentsList().stream()
                    .map(Experiment::getExperimentId)
                    .toList();
            for (String kind : List.of(RunTags.SWEEP_KIND, RunTags.TRIAL_KIND)) {
                Answer runs = ids.isEmpty() ? answer : addRuns(ids, kind, found);
                if (!runs.isOk()) {
                    return runs;
                }
            }
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        return Answer.ok("");
    }

    private Answer addRuns(List<String> experiments, String kind, List<Run> found) throws InterruptedException {
        String token = "";
        do {
            Answer answer = mlflow.post(
                    "runs/search",
                    SearchRuns.newBuilder()
                            .addAllExperimentIds(experiments)
                            .setFilter("tags.`" + RunTags.KIND + "` = '" + kind + "'")
                            .setRunViewType(ViewType.ACTIVE_ONLY)
                            .setMaxResults(RUNS_PER_PAGE)
                            .setPageToken(token)
                            .build());
            if (!answer.isOk()) {
                return answer;
            }
            SearchRuns.Response page = MlflowJson.read(answer.body(), SearchRuns.Response.newBuilder())
                    .build();
            found.addAll(page.getRunsList());
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        return Answer.ok("");
    }
}
