package io.protolab.gpu.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.protolab.gpu.model.Aggregation;
import io.protolab.gpu.model.FeatureNorm;
import io.protolab.gpu.model.HeadShape;
import io.protolab.gpu.model.Kernels;
import io.protolab.gpu.model.MaskedPrototypes;
import org.junit.jupiter.api.Test;

class OperationsTest {
    /** S and B of patch 14 at 224 pixels have 6.1 and 23.1 G multiply-adds an image. */
    @Test
    void countsAForwardPassAsOthersDo() {
        assertThat(Operations.transformer(12, 257, 256, 14, 384, 1536)).isCloseTo(12.25e9, within(0.1e9));
        assertThat(Operations.transformer(12, 257, 256, 14, 768, 3072)).isCloseTo(46.3e9, within(0.2e9));
    }

    @Test
    void countsNoGradientOfFrozenTokens() {
        HeadShape head = new HeadShape(
                768,
                512,
                300,
                200,
                0.1,
                5,
                1e-6,
                FeatureNorm.NONE,
                Aggregation.NONLINEAR,
                Kernels.BOTH,
                MaskedPrototypes.ZEROED);

        assertThat(Operations.headStep(head, 256)).isCloseTo(2.25e9, within(0.02e9));
    }
}
