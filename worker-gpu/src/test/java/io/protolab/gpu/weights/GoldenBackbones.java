package io.protolab.gpu.weights;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.gpu.GoldenCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The golden cases about files of weights. */
public final class GoldenBackbones {
    private GoldenBackbones() {}

    /** Names of the cases whose files are to be read. */
    public static Stream<String> readable() {
        return names().filter(name ->
                !GoldenCase.description(name).path("verdict").asText().equals("error"));
    }

    static Stream<String> names() {
        return GoldenCase.names("")
                .filter(name -> List.of("backbone", "storage")
                        .contains(GoldenCase.description(name).path("kind").asText()));
    }

    public static PublishedBackbone recognise(GoldenCase golden) throws IOException {
        return PublishedBackbone.recognise(
                weights(golden), Architecture.fromJson(golden.description().path("arch")));
    }

    /** The directory where descriptions lie beside the weights, and the file otherwise. */
    private static Path weights(GoldenCase golden) {
        JsonNode weights = golden.description().path("weights");
        Path file = golden.directory().resolve(weights.get(0).asText());
        return weights.size() > 1 || Files.exists(golden.directory().resolve("config.json"))
                ? golden.directory()
                : file;
    }
}
