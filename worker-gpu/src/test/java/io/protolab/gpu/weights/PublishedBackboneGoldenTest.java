package io.protolab.gpu.weights;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.gpu.GoldenCase;
import io.protolab.gpu.tensor.RunningEngine;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of files before they are read; their numbers, and the refusal of damaged ones, are golden cases of the self-check. */
@ExtendWith(RunningEngine.class)
class PublishedBackboneGoldenTest {
    static Stream<String> readable() {
        return GoldenBackbones.readable();
    }

    @ParameterizedTest
    @MethodSource("readable")
    void tellsLayoutAndUnusedTensors(String name) throws IOException {
        GoldenCase golden = GoldenCase.read(name);

        BackboneFacts facts = GoldenBackbones.recognise(golden).facts();

        assertThat(facts.layout()).isEqualTo(golden.description().path("layout").asText());
        if (golden.description().has("unused_in_file")) {
            assertThat(facts.unusedTensors())
                    .containsExactlyInAnyOrderElementsOf(
                            texts(golden.description().path("unused_in_file")));
        }
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
