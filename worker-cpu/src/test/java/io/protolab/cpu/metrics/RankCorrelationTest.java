package io.protolab.cpu.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class RankCorrelationTest {
    @Test
    void agreesWithScipy() {
        GoldenCase golden = GoldenCase.named("tests-basic");

        golden.assertTensor(
                "spearman",
                StreamSupport.stream(golden.json("inputs.json").get("rank").spliterator(), false)
                        .mapToDouble(pair -> RankCorrelation.spearman(values(pair.get("x")), values(pair.get("y")))
                                .orElse(Double.NaN)));
    }

    @Test
    void sharesTheMeanRankAmongEquals() {
        assertThat(RankCorrelation.averageRanks(new double[] {7, -0.0, 7, 0.0, 9}))
                .containsExactly(3.5, 1.5, 3.5, 1.5, 5);
    }

    @Test
    void isUndefined_whenAValueIsNotANumber() {
        assertThat(RankCorrelation.spearman(new double[] {1, 2}, new double[] {1, Double.NaN}))
                .isEmpty();
    }

    @Test
    void needsPairs() {
        assertThatThrownBy(() -> RankCorrelation.spearman(new double[2], new double[3]))
                .hasMessage("rank correlation of 2 with 3 values: one partner each is needed");
    }

    private static double[] values(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .flatMapToDouble(v -> DoubleStream.of(v.asDouble()))
                .toArray();
    }
}
