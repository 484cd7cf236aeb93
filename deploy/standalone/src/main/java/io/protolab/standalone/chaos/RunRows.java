package io.protolab.standalone.chaos;

import java.util.Map;
import java.util.TreeMap;

/**
 * One run as MLflow's own database holds it.
 *
 * @param status MLflow's word for its state
 * @param points how many rows there are of each metric and step, as {@code 12 loss/total}
 * @param values the value at each
 */
record RunRows(String runId, String status, Map<String, Integer> points, Map<String, Double> values) {
    RunRows {
        points = new TreeMap<>(points);
        values = new TreeMap<>(values);
    }
}
