package io.protolab.gpu.model;

import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.StopPoint;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.Tensors;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The prototype head: patch tokens → similarity maps → prototype scores → logits. Owns its parameters and its mask. Not
 * safe for use by several threads at once, because a pass first clamps the class weights.
 */
public final class PrototypeHead implements AutoCloseable {
    private final HeadShape shape;
    private final NamedTensors parameters;
    private final Tensor mask;
    private final Projection projection;
    private final Prototypes prototypes;
    private final ScoreAggregation aggregation;
    private final NonNegativeLinear classHead;

    /**
     * Assembles a head.
     *
     * @param parameters those of {@link HeadShape#parameterShapes()}; they belong to the head from now on
     * @param mask [P] of ones and zeros; belongs to the head from now on
     */
    public PrototypeHead(HeadShape shape, NamedTensors parameters, Tensor mask) {
        this.shape = shape;
        this.parameters = parameters;
        this.mask = mask;
        this.projection = new Projection(parameters);
        this.prototypes = new Prototypes(parameters.get("prototypes"), shape.temperature());
        this.aggregation = new ScoreAggregation(shape, parameters);
        this.classHead = new NonNegativeLinear(parameters.get("class_weight"), shape.maxClassWeight());
    }

    /** A head with freshly drawn parameters and no pruned prototype. */
    public static PrototypeHead initialised(HeadShape shape, long seed) {
        return new PrototypeHead(shape, HeadInitialisation.of(shape, seed), Tensors.full(1, shape.prototypes()));
    }

    public HeadShape shape() {
        return shape;
    }

    /** The trainable parameters by name. */
    public NamedTensors parameters() {
        return parameters;
    }

    /** [P]: 1 for active prototypes, 0 for pruned ones. */
    public Tensor mask() {
        return mask;
    }

    /**
     * One pass.
     *
     * @param patchTokens F = [B, N, D], as the backbone returns them
     * @param grid how the N patches lie
     * @param dropout {@link ChannelDropout#NONE} outside training
     */
    public ForwardPass forward(Tensor patchTokens, PatchGrid grid, ChannelDropout dropout) {
        classHead.clampInPlace();
        return pass(patchTokens, grid, dropout);
    }

    /**
     * A pass for each slice of a batch. All may be recorded before the first is derived, as the class weights are clamped once.
     *
     * @param slices patch tokens, each [b, N, D]
     * @param dropouts one per slice
     */
    public List<ForwardPass> forward(List<Tensor> slices, PatchGrid grid, List<ChannelDropout> dropouts) {
        classHead.clampInPlace();
        return IntStream.range(0, slices.size())
                .mapToObj(i -> pass(slices.get(i), grid, dropouts.get(i)))
                .toList();
    }

    /** Beginning with a point where the work may be stopped. */
    private ForwardPass pass(Tensor patchTokens, PatchGrid grid, ChannelDropout dropout) {
        StopPoint.pass();
        Tensor S = similarity(patchTokens, dropout); // [B, N, P]
        Tensor h = aggregation.forward(S.multiply(mask), grid); // [B, P]
        if (shape.maskedPrototypes() == MaskedPrototypes.ZEROED) {
            h = h.multiply(mask);
        }
        Tensor logits = classHead.forward(h); // [B, C]
        return new ForwardPass(logits, S, h, classHead.weight(), mask, grid);
    }

    /** The first half of a pass: each patch's shares S = [B, N, P] of the prototypes, before any mask. */
    public Tensor similarity(Tensor patchTokens, ChannelDropout dropout) {
        Tensor F = shape.featureNorm().forward(patchTokens); // [B, N, D]
        Tensor z = projection.forward(F, dropout); // [B, N, M]
        return prototypes.forward(z);
    }

    /** The neck. */
    public Projection projection() {
        return projection;
    }

    public Prototypes prototypes() {
        return prototypes;
    }

    public ScoreAggregation aggregation() {
        return aggregation;
    }

    @Override
    public void close() {
        parameters.close();
        mask.close();
    }
}
