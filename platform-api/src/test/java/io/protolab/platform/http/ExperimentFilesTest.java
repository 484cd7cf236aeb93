package io.protolab.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.protolab.platform.experiment.SearchSpace;
import io.protolab.platform.experiment.SpecParser;
import io.protolab.platform.experiment.SpecSchema;
import io.protolab.platform.experiment.SweepSpec;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExperimentFilesTest {
    private static final Path EXPERIMENTS = Path.of("experiments");
    private static final Path SCHEMA = EXPERIMENTS.resolve("sweep.schema.json");

    /** After a change of the spec: {@code mvn test -pl platform-api -am -Dtest.jvmArgs=-DwriteSchema=true}. */
    @Test
    void publishesTheSchemaThatTheRecordsMean() throws IOException {
        String schema = Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(SpecSchema.generate()) + "\n";
        if (Boolean.getBoolean("writeSchema")) {
            Files.writeString(SCHEMA, schema);
        }

        assertThat(Files.readString(SCHEMA)).isEqualTo(schema);
    }

    @ParameterizedTest
    @MethodSource("files")
    void parsesAndExpands(Path file) throws IOException {
        SweepSpec spec = SpecParser.parseAhead(YamlTree.of(Files.readString(file), SpecReader.MOST_CHARACTERS));

        SearchSpace space = SearchSpace.of(spec);

        assertThat(space.trials()).hasSize((int) space.size()).doesNotHaveDuplicates();
        assertThat(space.trials().stream().map(space::name)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("files")
    void agreesWithThePublishedSchema(Path file) throws IOException {
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Files.readString(SCHEMA));
        JsonNode tree = YamlTree.of(Files.readString(file), SpecReader.MOST_CHARACTERS);

        assertThat(schema.validate(tree)).isEmpty();
    }

    @Test
    void expandsTheDemoToEightTrials_seedsFastest() throws IOException {
        SweepSpec spec = SpecReader.read(Files.readString(EXPERIMENTS.resolve("demo.yaml")));
        SearchSpace space = SearchSpace.of(spec);

        assertThat(space.trials().stream().map(space::name))
                .containsExactly(
                        "flatbirds-10 · tiny-vit · seed 0",
                        "flatbirds-10 · tiny-vit · seed 1",
                        "flatbirds-10 · random-vit · seed 0",
                        "flatbirds-10 · random-vit · seed 1",
                        "flatbirds-20 · tiny-vit · seed 0",
                        "flatbirds-20 · tiny-vit · seed 1",
                        "flatbirds-20 · random-vit · seed 0",
                        "flatbirds-20 · random-vit · seed 1");
    }

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(EXPERIMENTS)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }
}
