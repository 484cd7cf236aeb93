package io.protolab.gpu.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {
    @Test
    void staysAtTheFloor_whenTheWarmupFillsTheHorizon() {
        assertThat(new LearningRateSchedule(0.01, 1e-4, 5, 5).at(5)).isEqualTo(1e-4);
    }

    @Test
    void startsAtThePeak_withoutWarmup() {
        assertThat(new LearningRateSchedule(0.01, 1e-4, 0, 10).at(0)).isEqualTo(0.01);
    }
}
