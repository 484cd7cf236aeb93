package io.protolab.cpu.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.cpu.metrics.GoldenCase;
import io.protolab.cpu.metrics.Tensor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BilinearMapTest {
    @Test
    void agreesWithPyTorch_alsoAtNonIntegerRatios() {
        GoldenCase golden = GoldenCase.named("upsampling-basic");
        JsonNode jobs = golden.json("inputs.json").get("jobs");

        for (int job = 0; job < jobs.size(); job++) {
            Tensor maps = golden.input(jobs.get(job).get("input").asText());
            int size = jobs.get(job).get("size").asInt();
            golden.assertTensor(
                    "bilinear" + job,
                    IntStream.range(0, maps.shape().get(0))
                            .mapToObj(map -> new BilinearMap(
                                    maps.at(map).floats(), maps.shape().get(1)))
                            .flatMapToDouble(map -> IntStream.range(0, size * size)
                                    .mapToDouble(pixel -> map.at(pixel % size, pixel / size, size, size))));
        }
    }

    @Test
    void knowsItsLargestCell() {
        assertThat(new BilinearMap(new float[] {0, 0.5f, 0.25f, 0}, 2).largest())
                .isEqualTo(0.5f, within(0f));
    }

    @Test
    void refusesCellsThatAreNoSquare() {
        assertThatThrownBy(() -> new BilinearMap(new float[3], 2)).hasMessage("a map of 3 cells on a grid of 2");
    }
}
