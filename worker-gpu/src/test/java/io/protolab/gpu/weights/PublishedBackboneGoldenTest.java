package io.protolab.gpu.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.gpu.GoldenCase;
import io.protolab.gpu.model.VisionTransformer;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorFileException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(RunningEngine.class)
class PublishedBackboneGoldenTest {
    static Stream<String> readable() {
        return GoldenBackbones.readable();
    }

    static Stream<String> damaged() {
        return GoldenBackbones.names().filter(name -> verdict(name).equals("error"));
    }

    @ParameterizedTest
    @MethodSource("readable")
    void tokensEqualThoseOfTheUpstreamLibrary(String name) throws IOException {
        GoldenCase golden = GoldenCase.read(name);
        Tensor pixels = golden.inputs().get("pixels");

        PublishedBackbone published = GoldenBackbones.recognise(golden);
        try (VisionTransformer backbone = published.load()) {
            Tensor tokens = backbone.forward(pixels);
            golden.verify("patch_tokens", backbone.patchTokensOf(tokens));
            assertThat(backbone.classTokenOf(tokens).isPresent())
                    .isEqualTo(golden.expected().contains("cls_token"));
            backbone.classTokenOf(tokens).ifPresent(token -> golden.verify("cls_token", token));
            backbone.registersOf(tokens)
                    .filter(registers -> golden.expected().contains("register_tokens"))
                    .ifPresent(registers -> golden.verify("register_tokens", registers));
            List<Tensor> trace = backbone.trace(pixels);
            if (golden.expected().contains("embeddings")) {
                golden.verify("embeddings", trace.get(0));
                golden.verify("block_0", trace.get(1));
            }
        }
        assertThat(published.facts().layout())
                .isEqualTo(golden.description().path("layout").asText());
        if (golden.description().has("unused_in_file")) {
            assertThat(published.facts().unusedTensors())
                    .containsExactlyInAnyOrderElementsOf(
                            texts(golden.description().path("unused_in_file")));
        }
    }

    @ParameterizedTest
    @MethodSource("damaged")
    void refusesADamagedFileByNamingTheDamage(String caseName) throws IOException {
        GoldenCase golden = GoldenCase.read(caseName);

        assertThatThrownBy(() -> GoldenBackbones.recognise(golden).load())
                .isInstanceOf(TensorFileException.class)
                .message()
                .satisfies(message -> assertThat(texts(golden.description().path("error_must_name")))
                        .allSatisfy(name -> assertThat(message).contains(name)))
                .satisfies(message -> assertThat(message).containsAnyOf(oneOf(golden.description())));
    }

    private static String[] oneOf(JsonNode description) {
        JsonNode oneOf = description.path("error_must_name_one_of");
        return oneOf.isMissingNode() ? new String[] {""} : texts(oneOf).toArray(String[]::new);
    }

    private static String verdict(String name) {
        return description(name).path("verdict").asText();
    }

    private static JsonNode description(String name) {
        return GoldenCase.description(name);
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
