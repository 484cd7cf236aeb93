package io.protolab.cpu.tracking;

import io.protolab.platform.registry.TrialRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** All trials of a sweep with their params and exact metrics as CSV (RFC 4180), which MLflow shows as a table. */
final class TrialTable {
    private TrialTable() {}

    static byte[] csv(List<TrialRecord> trials) {
        Set<String> params = new LinkedHashSet<>(List.of(RunParams.DATASET, RunParams.BACKBONE));
        SortedSet<String> metrics = new TreeSet<>();
        for (TrialRecord trial : trials) {
            params.addAll(trial.spec().assignment().keySet());
            metrics.addAll(trial.metrics().values().keySet());
        }
        List<String> header = new ArrayList<>(List.of("index", "name", "state"));
        header.addAll(params);
        header.add(RunParams.SEED);
        header.addAll(metrics);

        StringBuilder csv = new StringBuilder(line(header));
        for (TrialRecord trial : trials) {
            List<String> cells = new ArrayList<>(List.of(
                    Integer.toString(trial.index()), trial.name(), trial.state().toString()));
            var values = RunParams.of(trial.spec());
            params.forEach(param -> cells.add(values.getOrDefault(MlflowKey.of(param), "")));
            cells.add(Long.toString(trial.spec().seed()));
            metrics.forEach(name ->
                    cells.add(trial.metrics().find(name).map(String::valueOf).orElse("")));
            csv.append(line(cells));
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String line(List<String> cells) {
        return cells.stream().map(TrialTable::cell).collect(Collectors.joining(",", "", "\n"));
    }

    private static String cell(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
