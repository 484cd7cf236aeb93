package io.protolab.cpu.metrics;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearestUpsamplingTest {
    @Test
    void agreesWithPyTorch_alsoAtNonIntegerRatios() {
        GoldenCase golden = GoldenCase.named("upsampling-basic");
        JsonNode jobs = golden.json("inputs.json").get("jobs");

        for (int job = 0; job < jobs.size(); job++) {
            Tensor maps = golden.input(jobs.get(job).get("input").asText());
            NearestUpsampling upsampling = new NearestUpsampling(
                    maps.shape().get(1), jobs.get(job).get("size").asInt());
            golden.assertTensor(
                    "nearest" + job,
                    IntStream.range(0, maps.shape().get(0))
                            .mapToObj(map -> upsampling.upsample(maps.at(map).values()))
                            .flatMapToDouble(Arrays::stream));
        }
    }

    @Test
    void refusesAMapThatIsNotSquare() {
        assertThatThrownBy(() -> NearestUpsampling.ofCells(12, 224))
                .hasMessage("a map of 12 cells is not a square grid");
    }

    @Test
    void refusesToShrink() {
        assertThatThrownBy(() -> new NearestUpsampling(16, 8)).hasMessageContaining("16 cells per side on 8 pixels");
    }
}
