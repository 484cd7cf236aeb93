package io.protolab.gpu.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.protolab.platform.experiment.LossSpec.ClassWeightsSpec;
import io.protolab.platform.experiment.LossSpec.ClassWeightsSpec.Weighting;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassWeightsTest {
    private static final List<Integer> IMAGES_PER_CLASS = List.of(40, 10, 0, 5);

    @Test
    void balancedWeightsGiveEveryClassTheSameShare() {
        List<Double> weights = ClassWeights.of(new ClassWeightsSpec(Weighting.BALANCED, List.of()), IMAGES_PER_CLASS);

        assertThat(weights.get(1) * 10).isCloseTo(weights.get(0) * 40, within(1e-12));
        assertThat(weights.get(3) * 5).isCloseTo(weights.get(0) * 40, within(1e-12));
        assertThat(weights.get(2)).isZero();
    }

    @Test
    void givenWeightsAreTaken() {
        List<Double> given = List.of(1.0, 2.0, 0.5, 0.0);

        assertThat(ClassWeights.of(new ClassWeightsSpec(Weighting.GIVEN, given), IMAGES_PER_CLASS))
                .isEqualTo(given);
    }

    @Test
    void refusesAnotherNumberOfWeightsThanClasses() {
        assertThatThrownBy(() ->
                        ClassWeights.of(new ClassWeightsSpec(Weighting.GIVEN, List.of(1.0, 2.0)), IMAGES_PER_CLASS))
                .hasMessage("loss.classWeights.values has 2 weights, but the dataset has 4 classes;"
                        + " give one weight per class");
    }
}
