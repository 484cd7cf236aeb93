package io.protolab.platform.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.platform.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "validate",
        description = "Check a sweep file and count its trials; starts nothing.",
        mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
    @Mixin
    private Connection connection = new Connection();

    @Parameters(paramLabel = "FILE", description = "sweep file, YAML or JSON; - for standard input")
    private String file = "";

    @Override
    public Integer call() throws JsonProcessingException {
        String answer = connection.client().post(ApiPaths.VALIDATE, SweepFile.read(file));
        if (connection.json()) {
            System.out.println(answer);
        } else {
            JsonNode valid = Json.mapper().readTree(answer);
            System.out.printf(
                    "ok  %s  %d trials%n",
                    valid.get("name").asText(), valid.get("trials").asLong());
            valid.path("warnings").forEach(warning -> System.out.println("warning: " + warning.asText()));
        }
        return ExitCodes.DONE;
    }
}
