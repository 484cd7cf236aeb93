package io.protolab.gpu.export;

import io.protolab.gpu.model.ChannelDropout;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.model.PrototypeHead;
import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.platform.export.ExportPart;
import java.util.List;

/**
 * The head alone, on patch tokens [B, N, D] as the backbone gives them.
 *
 * @param grid how the N patches lie
 * @param importanceThreshold importances below it do not enter the logits; 0 for none
 */
record HeadForward(PrototypeHead head, PatchGrid grid, double importanceThreshold) implements Forward {
    @Override
    public ExportPart part() {
        return ExportPart.HEAD;
    }

    @Override
    public InputCard input() {
        return new InputCard(
                "features",
                List.of(grid.patchCount(), head.shape().dim()),
                "patch tokens of the backbone after its final normalisation, row by row of the grid, 32-bit floats");
    }

    /** Behind a layer normalisation tokens have a variance of about one. */
    @Override
    public Tensor sample(int images) {
        return SampleInputs.uniform(images, input().sizes(), -Math.sqrt(3), Math.sqrt(3));
    }

    @Override
    public void describe(GraphWriter graph) {
        describe(
                graph,
                graph.input(input().name(), grid.patchCount(), head.shape().dim()));
    }

    /** Behind patch tokens that another part of the graph gives. */
    void describe(GraphWriter graph, Value patchTokens) {
        new HeadGraph(graph, head, grid, importanceThreshold).describe(patchTokens);
    }

    @Override
    public NamedTensors compute(Tensor features) {
        return Forward.outputs(head.forward(features, grid, ChannelDropout.NONE), importanceThreshold);
    }
}
