package io.protolab.gpu.features;

import io.protolab.gpu.tensor.Tensor;
import io.protolab.platform.experiment.ComputeIdentity;
import java.util.Optional;

/** What enters the part that learns, one row per image: patch tokens where the whole backbone is frozen. */
public interface TokenRows {
    /** Under what stored rows were computed; empty where that is not known, or nothing is stored and the reader computes them itself. */
    default Optional<ComputeIdentity> computedUnder() {
        return Optional.empty();
    }

    /**
     * Brings rows together.
     *
     * @param rows in any order, repetitions allowed
     * @return [B, N, D] 32-bit floats, or pixels [B, 3, H, W], in the innermost open scope
     */
    Tensor gather(int[] rows);
}
