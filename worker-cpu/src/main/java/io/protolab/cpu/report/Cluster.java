package io.protolab.cpu.report;

import io.protolab.cpu.metrics.Correlation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a matrix grouped by average linkage under the distance 1 − correlation, so that rows of one pattern stand together.
 *
 * @param members row indices in the order of the tree's leaves
 * @param height distance at which the two halves were joined, in [0, 2]; 0 for a single row
 * @param left absent for a single row, likewise {@code right}
 */
record Cluster(
        List<Integer> members,
        double height,
        @Nullable Cluster left,
        @Nullable Cluster right) {
    /** Joins the closest pair until one cluster is left; among equals the pair with the lowest rows. */
    static Cluster of(double[][] rows) {
        double[][] distances = distances(rows);
        List<Cluster> clusters = new ArrayList<>();
        for (int row = 0; row < rows.length; row++) {
            clusters.add(new Cluster(List.of(row), 0, null, null));
        }
        while (clusters.size() > 1) {
            int first = 0;
            int second = 1;
            for (int i = 0; i < clusters.size(); i++) {
                for (int j = i + 1; j < clusters.size(); j++) {
                    if (distances[i][j] < distances[first][second]) {
                        first = i;
                        second = j;
                    }
                }
            }
            Cluster left = clusters.get(first);
            Cluster right = clusters.remove(second);
            clusters.set(first, join(left, right, distances[first][second]));
            merge(
                    distances,
                    first,
                    second,
                    left.members().size(),
                    right.members().size(),
                    clusters.size());
        }
        return clusters.get(0);
    }

    /** The same tree with the half of the smaller mean key first, at every joint. */
    Cluster arranged(double[] key) {
        if (left == null || right == null) {
            return this;
        }
        Cluster one = left.arranged(key);
        Cluster other = right.arranged(key);
        return one.mean(key) <= other.mean(key) ? join(one, other, height) : join(other, one, height);
    }

    private double mean(double[] key) {
        return members.stream().mapToDouble(member -> key[member]).average().orElseThrow();
    }

    private static Cluster join(Cluster left, Cluster right, double height) {
        return new Cluster(
                Stream.concat(left.members.stream(), right.members.stream()).toList(), height, left, right);
    }

    /** Row {@code first} becomes the average of both, row {@code second} disappears. */
    private static void merge(double[][] distances, int first, int second, int left, int right, int remaining) {
        for (int i = 0; i <= remaining; i++) {
            double mean = (left * distances[first][i] + right * distances[second][i]) / (left + right);
            distances[first][i] = mean;
            distances[i][first] = mean;
        }
        for (int i = 0; i <= remaining; i++) {
            System.arraycopy(distances[i], second + 1, distances[i], second, remaining - second);
        }
        System.arraycopy(distances, second + 1, distances, second, remaining - second);
    }

    private static double[][] distances(double[][] rows) {
        double[][] distances = new double[rows.length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < i; j++) {
                distances[i][j] = 1 - Correlation.pearson(rows[i], rows[j]).orElse(0); // a constant row is like none
                distances[j][i] = distances[i][j];
            }
        }
        return distances;
    }
}
