package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.platform.cli.ExitCodes;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelftestCommandTest {
    @TempDir
    private Path directory;

    @Test
    void passesTheCasesThatShipWithTheProduct() {
        ConsoleOutput output = ConsoleOutput.of("selftest");

        assertThat(output.status()).as(output.toString()).isEqualTo(ExitCodes.DONE);
        assertThat(output.out())
                .contains("largest error")
                .contains("training-strict-20")
                .endsWith(" ok\n");
    }

    @Test
    void printsOneJsonDocument() throws IOException {
        ConsoleOutput output = ConsoleOutput.of("selftest", "--json", "--out", directory.toString());

        JsonNode summary = Json.mapper().readTree(output.out());
        assertThat(summary.get("passed").asBoolean()).isTrue();
        assertThat(summary.get("cases"))
                .allSatisfy(row -> assertThat(row.get("verdict").asText()).isEqualTo("ok"));
        assertThat(directory.resolve("head-dino/actual.safetensors")).isNotEmptyFile();
    }

    @Test
    void failsWithAnUnclearCase_andSaysWhy() throws IOException {
        Files.writeString(Files.createDirectory(directory.resolve("odd")).resolve("case.json"), "{\"kind\": 3}");

        ConsoleOutput output = ConsoleOutput.of("selftest", directory.toString());

        assertThat(output.status()).isEqualTo(ExitCodes.CHECK_FAILED);
        assertThat(output.out()).contains("odd: ").contains(".kind is 3, it must be a text");
    }

    @Test
    void refusesADirectoryWithoutCases() {
        ConsoleOutput output = ConsoleOutput.of("selftest", directory.toString());

        assertThat(output.status()).isEqualTo(ExitCodes.INVALID);
        assertThat(output.err()).contains("holds a case.json");
    }
}
