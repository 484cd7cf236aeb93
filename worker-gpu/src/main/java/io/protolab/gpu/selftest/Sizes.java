package io.protolab.gpu.selftest;

import io.protolab.gpu.model.ForwardPass;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How many prototypes the explanations of a batch need: per image on average (local), in all (global), counted in the column of the true
 * or the predicted class, with importances below a threshold taken as zero.
 */
final class Sizes {
    private static final List<String> USUAL_ORDER = List.of(
            "local true 0.1",
            "global true 0.1",
            "local predicted 0.1",
            "global predicted 0.1",
            "local true 0",
            "global true 0",
            "local predicted 0",
            "global predicted 0");

    private final ForwardPass pass;
    private final int[] labels;

    Sizes(ForwardPass pass, int[] labels) {
        this.pass = pass;
        this.labels = labels;
    }

    /** @param order such as {@code local predicted 0.1}, one text per size; empty for the usual eight */
    Tensor inOrder(List<String> order) {
        List<String> names = order.isEmpty() ? USUAL_ORDER : order;
        List<Float> sizes = new ArrayList<>();
        for (String name : names) {
            sizes.add((float) size(name));
        }
        float[] values = new float[sizes.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = sizes.get(i);
        }
        return Tensors.of(values, values.length);
    }

    private double size(String name) {
        String[] words = name.split(" ", -1);
        Map<String, Boolean> scopes = Map.of("local", true, "global", false);
        Map<String, Boolean> columns = Map.of("true", true, "predicted", false);
        if (words.length != 3 || !scopes.containsKey(words[0]) || !columns.containsKey(words[1])) {
            throw new UnclearCaseException("sizes_order has '" + name + "', known are " + USUAL_ORDER);
        }
        double threshold = Double.parseDouble(words[2]);
        float[] used = used(threshold, words[1].equals("true"));
        int prototypes = used.length / labels.length;
        int local = 0;
        int global = 0;
        for (int p = 0; p < prototypes; p++) {
            int images = 0;
            for (int b = 0; b < labels.length; b++) {
                images += (int) used[b * prototypes + p];
            }
            local += images;
            global += images > 0 ? 1 : 0;
        }
        return words[0].equals("local") ? (double) local / labels.length : global;
    }

    /** 1 where a prototype counts for an image: [B, P]. */
    private float[] used(double threshold, boolean ofTrueClass) {
        Tensor importance = pass.importance(); // [B, P, C]
        Tensor kept = importance.multiply(importance.isAtLeast(threshold));
        long[] predicted = kept.sum(1).argMax(1).toLongs();
        List<Tensor> columns = new ArrayList<>();
        for (int b = 0; b < labels.length; b++) {
            long label = ofTrueClass ? labels[b] : predicted[b];
            columns.add(HeadOfCase.row(kept, b).slice(1, label, label + 1).squeeze(1)); // [P]
        }
        return Tensors.stack(columns, 0).isAbove(0).toFloats();
    }
}
