package io.protolab.platform.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OptimiserStepsTest {
    @Test
    void countsTheLastPartialBatchOfEachEpoch() {
        assertThat(new OptimiserSteps(600, 32, 30).count()).isEqualTo(19 * 30);
        assertThat(new OptimiserSteps(12, 128, 30).count()).isEqualTo(30);
    }

    @Test
    void warnsBelowAHundredSteps() {
        assertThat(new OptimiserSteps(200, 10, 5).warning("birds")).isEmpty();
        assertThat(new OptimiserSteps(198, 18, 9).warning("birds"))
                .hasValueSatisfying(warning -> assertThat(warning)
                        .startsWith(
                                "dataset birds: only 99 optimiser steps (198 training images in batches of 18 × 9 epochs)")
                        .contains("training.batchSize", "training.epochs"));
    }
}
