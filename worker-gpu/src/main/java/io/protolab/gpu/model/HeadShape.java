package io.protolab.gpu.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything about a prototype head that is not learned.
 *
 * @param dim width D of the patch tokens
 * @param latentDim width M of the prototype space
 * @param prototypes their number P
 * @param classes their number C
 * @param temperature τ of the softmax over prototypes
 * @param maxClassWeight upper bound of class weights; the lower one is 0
 * @param normEpsilon of the layer normalisation over prototypes
 * @param featureNorm what happens to patch tokens before the projection
 * @param aggregation from similarity maps to prototype scores
 * @param kernels of the nonlinear aggregation
 * @param maskedPrototypes what pruned prototypes still do
 */
public record HeadShape(
        int dim,
        int latentDim,
        int prototypes,
        int classes,
        double temperature,
        double maxClassWeight,
        double normEpsilon,
        FeatureNorm featureNorm,
        Aggregation aggregation,
        Kernels kernels,
        MaskedPrototypes maskedPrototypes) {

    public HeadShape {
        if (dim < 1 || latentDim < 1 || prototypes < 1 || classes < 1 || !(temperature > 0)) {
            throw new IllegalArgumentException(
                    "A prototype head needs positive sizes, got dim " + dim + ", latentDim " + latentDim
                            + ", prototypes " + prototypes + ", classes " + classes + ", temperature " + temperature);
        }
    }

    /** Names and shapes of all trainable parameters, in the order of the figure. */
    public Map<String, long[]> parameterShapes() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        layer(shapes, "neck.a", latentDim, dim);
        layer(shapes, "neck.b1", dim, dim);
        layer(shapes, "neck.b2", latentDim, dim);
        layer(shapes, "neck.out", latentDim, latentDim);
        shapes.put("prototypes", new long[] {prototypes, latentDim});
        if (aggregation == Aggregation.NONLINEAR) {
            if (kernels.spatial()) {
                layer(shapes, "k3", prototypes, 1, 3, 3);
            }
            if (kernels.pointwise()) {
                layer(shapes, "k1", prototypes, 1, 1, 1);
            }
            layer(shapes, "norm", prototypes);
        }
        shapes.put("class_weight", new long[] {classes, prototypes});
        return shapes;
    }

    private static void layer(Map<String, long[]> shapes, String name, long... weight) {
        shapes.put(name + ".weight", weight);
        shapes.put(name + ".bias", new long[] {weight[0]});
    }
}
