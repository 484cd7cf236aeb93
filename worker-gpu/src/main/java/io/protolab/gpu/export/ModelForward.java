package io.protolab.gpu.export;

import io.protolab.gpu.image.Preprocessing;
import io.protolab.gpu.model.VisionTransformer;
import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.Tensors;
import io.protolab.platform.export.ExportPart;
import java.util.ArrayList;
import java.util.List;

/** Backbone and head, on images of one size: RGB in [0, 1], because mean and deviation are part of what was trained. */
record ModelForward(VisionTransformer backbone, Preprocessing preprocessing, HeadForward head) implements Forward {
    @Override
    public ExportPart part() {
        return ExportPart.MODEL;
    }

    @Override
    public InputCard input() {
        int size = preprocessing.size();
        return new InputCard(
                "pixels",
                List.of(3, size, size),
                "RGB images resized as 'preprocessing' says, channels first, values in [0, 1] as 32-bit floats; the file"
                        + " itself subtracts the mean and divides by the standard deviation");
    }

    @Override
    public Tensor sample(int images) {
        return SampleInputs.uniform(images, input().sizes(), 0, 1);
    }

    @Override
    public void describe(GraphWriter graph) {
        int size = preprocessing.size();
        Value pixels = graph.input(input().name(), 3, size, size);
        Value scale = graph.weight(new Weight("preprocessing.scale", scale()));
        Value shift = graph.weight(new Weight("preprocessing.shift", shift()));
        Value normalised = graph.add(graph.multiply(pixels, scale), shift);
        head.describe(graph, new BackboneGraph(graph, backbone, head.grid()).describe(normalised));
    }

    @Override
    public NamedTensors compute(Tensor pixels) {
        List<Tensor> images = new ArrayList<>();
        for (int image = 0; image < pixels.size(0); image++) {
            float[] values = pixels.slice(0, image, image + 1).toFloats();
            preprocessing.normalise(values);
            images.add(Tensors.of(values, 1, 3, pixels.size(2), pixels.size(3)));
        }
        return head.compute(backbone.patchTokens(Tensors.concatenate(images, 0)));
    }

    /** 1 / std: [1, 3, 1, 1]. */
    private Tensor scale() {
        return perChannel(
                1 / preprocessing.std().get(0),
                1 / preprocessing.std().get(1),
                1 / preprocessing.std().get(2));
    }

    /** −mean / std. */
    private Tensor shift() {
        return perChannel(shift(0), shift(1), shift(2));
    }

    private double shift(int channel) {
        return -preprocessing.mean().get(channel) / preprocessing.std().get(channel);
    }

    private static Tensor perChannel(double red, double green, double blue) {
        return Tensors.of(new float[] {(float) red, (float) green, (float) blue}, 1, 3, 1, 1);
    }
}
