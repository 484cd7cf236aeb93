package io.protolab.gpu.model;

import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What learns: the prototype head and, where it is not frozen, the upper part of the backbone. Owns both. */
public final class ProtoSVit implements AutoCloseable {
    /** Before the names of the backbone's parameters. */
    public static final String BACKBONE = "backbone.";

    private final PrototypeHead head;
    private final @Nullable UpperTransformer backbone;

    private ProtoSVit(PrototypeHead head, @Nullable UpperTransformer backbone) {
        this.head = head;
        this.backbone = backbone;
    }

    /** A head on frozen patch tokens. */
    public static ProtoSVit of(PrototypeHead head) {
        return new ProtoSVit(head, null);
    }

    /** A head and what learns below it, if anything does. */
    public static ProtoSVit of(PrototypeHead head, @Nullable UpperTransformer backbone) {
        return new ProtoSVit(head, backbone);
    }

    /**
     * A model from its parts.
     *
     * @param parameters those of {@link #parameterShapes}; they belong to the model from now on
     * @param mask of the head; likewise
     * @param cut above which the backbone learns; null for a frozen one
     */
    public static ProtoSVit of(HeadShape shape, NamedTensors parameters, Tensor mask, @Nullable TransformerCut cut) {
        Map<String, Tensor> ofHead = new LinkedHashMap<>();
        Map<String, Tensor> ofBackbone = new LinkedHashMap<>();
        parameters.asMap().forEach((name, parameter) -> {
            if (name.startsWith(BACKBONE)) {
                ofBackbone.put(name.substring(BACKBONE.length()), parameter);
            } else {
                ofHead.put(name, parameter);
            }
        });
        PrototypeHead head = new PrototypeHead(shape, new NamedTensors(ofHead), mask);
        return new ProtoSVit(head, cut == null ? null : new UpperTransformer(cut, new NamedTensors(ofBackbone)));
    }

    /** Names and shapes of all that learns: the head's, then the backbone's, which have a prefix. */
    public static Map<String, long[]> parameterShapes(HeadShape shape, @Nullable TransformerCut cut) {
        Map<String, long[]> shapes = new LinkedHashMap<>(shape.parameterShapes());
        if (cut != null) {
            cut.upperShapes().forEach((name, size) -> shapes.put(BACKBONE + name, size));
        }
        return shapes;
    }

    public PrototypeHead head() {
        return head;
    }

    /** The part of the backbone that learns; null if it is frozen. */
    public @Nullable UpperTransformer backbone() {
        return backbone;
    }

    /** All that learns, under the names of {@link #parameterShapes}. */
    public NamedTensors parameters() {
        Map<String, Tensor> all = new LinkedHashMap<>(head.parameters().asMap());
        if (backbone != null) {
            backbone.parameters().asMap().forEach((name, parameter) -> all.put(BACKBONE + name, parameter));
        }
        return new NamedTensors(all);
    }

    /**
     * One pass.
     *
     * @param inputs patch tokens [B, N, D] of a frozen backbone, or what enters the part that learns
     * @param grid how the N patches lie
     * @param dropout {@link ChannelDropout#NONE} outside training
     */
    public ForwardPass forward(Tensor inputs, PatchGrid grid, ChannelDropout dropout) {
        return head.forward(patchTokens(inputs, grid), grid, dropout);
    }

    /**
     * A pass for each slice of a batch. All may be recorded before the first is derived.
     *
     * @param slices of inputs, as {@link #forward(Tensor, PatchGrid, ChannelDropout)} takes them
     * @param dropouts one per slice
     */
    public List<ForwardPass> forward(List<Tensor> slices, PatchGrid grid, List<ChannelDropout> dropouts) {
        return head.forward(
                slices.stream().map(slice -> patchTokens(slice, grid)).toList(), grid, dropouts);
    }

    /** The first half of a pass: each patch's shares [B, N, P] of the prototypes, before any mask. */
    public Tensor similarity(Tensor inputs, PatchGrid grid, ChannelDropout dropout) {
        return head.similarity(patchTokens(inputs, grid), dropout);
    }

    private Tensor patchTokens(Tensor inputs, PatchGrid grid) {
        return backbone == null ? inputs : backbone.patchTokens(inputs, grid);
    }

    @Override
    public void close() {
        head.close();
        if (backbone != null) {
            backbone.close();
        }
    }
}
