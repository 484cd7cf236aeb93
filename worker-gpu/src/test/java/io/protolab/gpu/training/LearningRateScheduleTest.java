package io.protolab.gpu.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.gpu.GoldenCase;
import io.protolab.gpu.loss.ProtoSVitLoss;
import io.protolab.gpu.tensor.RunningEngine;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(RunningEngine.class)
class LearningRateScheduleTest {
    static Stream<String> cases() {
        return GoldenCase.names("schedule-");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rateAndRampEqualTheReference_inEveryEpoch(String name) throws IOException {
        JsonNode golden = GoldenCase.read(name).description();
        int warmup = golden.get("warmup_epochs").asInt();
        LearningRateSchedule schedule = new LearningRateSchedule(
                golden.get("lr").asDouble(),
                golden.get("min_lr").asDouble(),
                warmup,
                golden.get("lr_horizon").asInt());
        ProtoSVitLoss loss = new ProtoSVitLoss(1, List.of(), 1, null, 0, false, warmup);

        for (int epoch = 0; epoch < golden.get("epochs").asInt(); epoch++) {
            assertThat(schedule.at(epoch))
                    .isCloseTo(golden.get("lr_per_epoch").get(epoch).asDouble(), within(1e-15));
            assertThat(loss.ramp(epoch))
                    .isCloseTo(golden.get("ramp_per_epoch").get(epoch).asDouble(), within(1e-15));
        }
    }

    @Test
    void staysAtTheFloor_whenTheWarmupFillsTheHorizon() {
        assertThat(new LearningRateSchedule(0.01, 1e-4, 5, 5).at(5)).isEqualTo(1e-4);
    }

    @Test
    void startsAtThePeak_withoutWarmup() {
        assertThat(new LearningRateSchedule(0.01, 1e-4, 0, 10).at(0)).isEqualTo(0.01);
    }
}
