package io.protolab.gpu.weights;

import io.protolab.gpu.model.Activation;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.model.Positions;
import io.protolab.gpu.model.Resampling;
import java.util.Locale;

/** One thing about an architecture that may be known or not. */
public enum Trait {
    WIDTH(Integer.class),
    DEPTH(Integer.class),
    HEADS(Integer.class),
    PATCH(Integer.class),
    MLP_HIDDEN(Integer.class),
    REGISTERS(Integer.class),
    /** Rows and columns of the position table. */
    POSITION_GRID(PatchGrid.class),
    POSITION_RESAMPLING(Resampling.class),
    ROPE_THETA(Double.class),
    /** The periods themselves, where they are stored; they count before those of theta. */
    ROPE_PERIODS(Positions.Rotary.class),
    CLS(Boolean.class),
    DISTILLATION_TOKEN(Boolean.class),
    LAYER_NORM_EPS(Double.class),
    ACTIVATION(Activation.class),
    GATED(Boolean.class),
    LAYER_SCALE(Boolean.class),
    PRE_NORM(Boolean.class),
    PATCH_BIAS(Boolean.class),
    QUERY_BIAS(Boolean.class),
    KEY_BIAS(Boolean.class),
    VALUE_BIAS(Boolean.class);

    private final Class<?> type;

    Trait(Class<?> type) {
        this.type = type;
    }

    Class<?> type() {
        return type;
    }

    /** As JSON descriptions write it. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
