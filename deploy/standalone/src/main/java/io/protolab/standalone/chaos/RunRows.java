package io.protolab.standalone.chaos;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One run as MLflow's own database holds it.
 *
 * @param status MLflow's word for its state
 * @param place of its files, below the directory of all files
 * @param models that it has put out
 * @param points how many rows there are of each metric and step, as {@code 12 loss/total}
 * @param values the value at each
 */
record RunRows(
        String runId,
        String status,
        String place,
        List<Model> models,
        Map<String, Integer> points,
        Map<String, Double> values) {
    /**
     * A model beside a run.
     *
     * @param ready whether MLflow calls it so
     * @param place as of a run
     */
    record Model(String name, boolean ready, String place) {}

    RunRows {
        models = List.copyOf(models);
        points = new TreeMap<>(points);
        values = new TreeMap<>(values);
    }
}
