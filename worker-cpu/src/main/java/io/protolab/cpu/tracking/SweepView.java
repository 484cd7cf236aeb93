package io.protolab.cpu.tracking;

import static java.util.stream.Collectors.toMap;

import io.protolab.platform.experiment.Metrics;
import io.protolab.platform.json.Json;
import io.protolab.platform.registry.SweepRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mlflow.api.proto.Service.ExperimentTag;

/**
 * A named view of a sweep in the list "Views" of its experiment's page: the trials without their parent, best accuracy first,
 * with columns for what varies and what counts. Without it MLflow shows one folded row and no numbers. The format is that of the
 * page's own "Save view" (MLflow 3.17), which ignores a view it cannot read.
 */
final class SweepView {
    private static final String KEY = "mlflow.sharedViewState.";
    private static final String RUN_NAME = "attributes.`Run Name`";
    private static final List<String> METRICS = List.of(
            Metrics.ACCURACY, Metrics.GLOBAL_SIZE, Metrics.LOCAL_SIZE, Metrics.CONSISTENCY, Metrics.SINGLE_DELETION);

    private SweepView() {}

    /** The view's key in addresses is the sweep's id; none for so many axes that MLflow would refuse the tag. */
    static Optional<ExperimentTag> of(SweepRecord sweep) {
        Map<String, Object> state = Map.of(
                "searchFilter", filter(sweep.id()),
                "orderByKey", metric(Metrics.ACCURACY),
                "orderByAsc", false,
                "startTime", "ALL",
                "lifecycleFilter", "Active",
                "datasetsFilter", List.of(),
                "modelVersionFilter", "All Runs",
                "selectedColumns", columns(sweep),
                "columnOrder", order(sweep),
                "columnWidths", order(sweep).stream().collect(toMap(column -> column, SweepView::width)));
        long at = sweep.createdAt().toEpochMilli();
        String name = sweep.spec().name() + ": trials by test accuracy";
        String view = Json.text(Map.of("name", name, "createdAt", at, "updatedAt", at, "state", Json.text(state)));
        return view.length() > RunTags.LONGEST_EXPERIMENT_TAG
                ? Optional.empty()
                : Optional.of(ExperimentTag.newBuilder()
                        .setKey(KEY + sweep.id())
                        .setValue(view)
                        .build());
    }

    private static List<String> columns(SweepRecord sweep) {
        List<String> columns = new ArrayList<>();
        METRICS.forEach(name -> columns.add(metric(name)));
        columns.add(param(RunParams.DATASET));
        columns.add(param(RunParams.BACKBONE));
        sweep.spec().search().axes().keySet().forEach(path -> columns.add(param(MlflowKey.of(path))));
        columns.add(param(RunParams.SEED));
        return columns;
    }

    private static List<String> order(SweepRecord sweep) {
        List<String> order = new ArrayList<>(List.of(RUN_NAME));
        order.addAll(columns(sweep));
        return order;
    }

    /** In pixels: names of runs and metrics are read in full. */
    private static int width(String column) {
        if (column.equals(RUN_NAME)) {
            return 280;
        }
        return column.startsWith("metrics.") ? 190 : 130;
    }

    private static String filter(String sweepId) {
        return "tags.`" + RunTags.SWEEP + "` = '" + sweepId + "' AND tags.`" + RunTags.KIND + "` = '"
                + RunTags.TRIAL_KIND + "'";
    }

    private static String metric(String name) {
        return "metrics.`" + name + "`";
    }

    private static String param(String name) {
        return "params.`" + name + "`";
    }
}
