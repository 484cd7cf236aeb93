package io.protolab.gpu.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The same ViT and a head as the reference writes it, timed by a Python that has torch. A process of its own, with this one's
 * environment, so that both have the same allocator and the same threads.
 *
 * @param version of its torch
 * @param backboneB seconds of a ViT-B/14 forward pass of 8 images
 * @param backboneS the same of a ViT-S/14
 * @param head seconds of a step of the head
 */
record PythonPeer(String version, double backboneB, double backboneS, double head) {
    /** @throws IOException if the Python cannot be run or has no torch; the message holds its last words */
    static PythonPeer measure(Path python, int threads, Duration budget) throws IOException, InterruptedException {
        Path script = Files.createTempFile("peer", ".py");
        Path errors = Files.createTempFile("peer", ".log");
        try (InputStream shipped = PythonPeer.class.getResourceAsStream("peer.py")) {
            if (shipped == null) {
                throw new IOException("peer.py is not on the class path");
            }
            Files.write(script, shipped.readAllBytes());
            Process process = new ProcessBuilder(
                            List.of(python.toString(), script.toString(), "" + threads, "" + budget.toMillis() / 1e3))
                    .redirectError(errors.toFile())
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                String said = Files.readString(errors).strip();
                throw new IOException(python + " could not time its torch: "
                        + said.substring(said.lastIndexOf('\n') + 1) + "; give a Python in which 'import torch' works");
            }
            JsonNode seconds = Json.mapper().readTree(answer);
            return new PythonPeer(
                    seconds.get("version").asText(),
                    seconds.get("vit-b").asDouble(),
                    seconds.get("vit-s").asDouble(),
                    seconds.get("head").asDouble());
        } finally {
            Files.delete(script);
            Files.delete(errors);
        }
    }
}
