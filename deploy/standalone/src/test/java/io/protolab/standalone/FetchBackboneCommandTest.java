package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.protolab.gpu.model.VitShape;
import io.protolab.platform.artifact.Sha256;
import io.protolab.platform.cli.ExitCodes;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A hub of two hosts, as the real ones are: the first knows checksums and redirects to the second, which has the bytes. */
class FetchBackboneCommandTest {
    private static final String MODEL = "vit-vitb16-augreg";

    @TempDir
    Path directory;

    private final Map<String, byte[]> files = new HashMap<>();
    private final Map<String, String> checksums = new HashMap<>();
    private final List<String> ranges = new ArrayList<>();
    private HttpServer hub;

    @BeforeEach
    void startHub() throws IOException {
        hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hub.createContext("/models/", this::redirect);
        hub.createContext("/bytes/", this::send);
        hub.start();
    }

    @AfterEach
    void stopHub() {
        hub.stop(0);
    }

    @Test
    void fetchesAModelAndRecognisesIt() throws IOException {
        publish("config.json", config());
        publish("pytorch_model.bin", weights()); // the second name in the catalogue

        assertThat(fetch()).isEqualTo(ExitCodes.DONE);

        Path home = directory.resolve(MODEL);
        assertThat(home.resolve("config.json")).hasBinaryContent(config());
        assertThat(home.resolve("pytorch_model.bin")).hasBinaryContent(weights());
        assertThat(home.toFile().list()).hasSize(2);
    }

    @Test
    void goesOnWhereAnEarlierAttemptEnded() throws Exception {
        byte[] whole = weights();
        publish("model.safetensors", whole);
        Path file = directory.resolve("model.safetensors");
        Files.write(directory.resolve("model.safetensors.part"), Arrays.copyOf(whole, 1000));

        assertThat(new Download(null).fetch(address("model.safetensors"), file)).isTrue();

        assertThat(file).hasBinaryContent(whole);
        assertThat(ranges).containsExactly("bytes=1000-");
    }

    @Test
    void finishesAFileThatWasWholeButHadNotItsName() throws Exception {
        publish("model.safetensors", weights());
        Path file = directory.resolve("model.safetensors");
        Files.write(directory.resolve("model.safetensors.part"), weights());

        assertThat(new Download(null).fetch(address("model.safetensors"), file)).isTrue();

        assertThat(file).hasBinaryContent(weights());
    }

    @Test
    void refusesBytesThatHaveAnotherChecksum() {
        publish("model.safetensors", weights());
        checksums.put("model.safetensors", "0".repeat(64));
        Path file = directory.resolve("model.safetensors");

        assertThatThrownBy(() -> new Download(null).fetch(address("model.safetensors"), file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("instead of " + "0".repeat(64));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void saysWhichFilesToPutWhere_whenNothingIsReached() {
        hub.stop(0);
        StringWriter errors = new StringWriter();

        assertThat(fetch(errors)).isEqualTo(ExitCodes.PLATFORM);

        assertThat(errors.toString())
                .contains(
                        "https://huggingface.co/timm/vit_base_patch16_224.augreg2_in21k_ft_in1k/resolve/main/config.json")
                .contains("main/model.safetensors")
                .contains("put them into " + directory.resolve(MODEL));
    }

    @Test
    void takesFilesThatWerePutThereByHand() throws IOException {
        hub.stop(0);
        Path home = Files.createDirectories(directory.resolve(MODEL));
        Files.write(home.resolve("config.json"), config());
        Files.write(home.resolve("model.safetensors"), weights());

        assertThat(fetch()).isEqualTo(ExitCodes.DONE);
    }

    private int fetch() {
        return fetch(new StringWriter());
    }

    private int fetch(StringWriter errors) {
        CommandLine line = Protolab.commandLine().setErr(new PrintWriter(errors, true));
        return line.execute(
                "backbones",
                "fetch",
                MODEL,
                "--to",
                directory.toString(),
                "--from",
                address("").toString());
    }

    private URI address(String file) {
        return URI.create("http://localhost:" + hub.getAddress().getPort() + "/models/" + file);
    }

    private void publish(String name, byte[] content) {
        files.put(name, content);
        checksums.put(name, Sha256.of(content));
    }

    private void redirect(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().substring("/models/".length());
        if (files.containsKey(name)) {
            exchange.getResponseHeaders().add("X-Linked-ETag", '"' + checksums.get(name) + '"');
            exchange.getResponseHeaders().add("Location", "/bytes/" + name);
            exchange.sendResponseHeaders(302, -1);
        } else {
            exchange.sendResponseHeaders(404, -1);
        }
        exchange.close();
    }

    private void send(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().substring("/bytes/".length());
        byte[] content = files.getOrDefault(name, new byte[0]);
        String range = exchange.getRequestHeaders().getFirst("Range");
        int start = 0;
        if (range != null) {
            ranges.add(range);
            start = Integer.parseInt(range.replaceAll("\\D", ""));
            exchange.getResponseHeaders()
                    .add(
                            "Content-Range",
                            start < content.length
                                    ? "bytes " + start + "-" + (content.length - 1) + "/" + content.length
                                    : "bytes */" + content.length);
        }
        if (start >= content.length) {
            exchange.sendResponseHeaders(416, -1);
        } else {
            exchange.sendResponseHeaders(range == null ? 200 : 206, content.length - start);
            exchange.getResponseBody().write(content, start, content.length - start);
        }
        exchange.close();
    }

    private static byte[] config() {
        return """
                {"architecture": "vit_base_patch16_224", "model_args": {"embed_dim": 8, "depth": 1, "num_heads": 2}}
                """.getBytes(StandardCharsets.UTF_8);
    }

    /** Zeros of a transformer with one block. */
    private static byte[] weights() {
        ObjectNode header = Json.mapper().createObjectNode();
        long[] end = {0};
        VitShape.plain(8, 1, 2, 4, 8, 32, 0, 1e-6).parameterShapes().forEach((name, shape) -> {
            long begin = end[0];
            end[0] += Arrays.stream(shape).reduce(Float.BYTES, (left, right) -> left * right);
            ObjectNode entry = header.putObject(name).put("dtype", "F32");
            Arrays.stream(shape).forEach(entry.putArray("shape")::add);
            entry.putArray("data_offsets").add(begin).add(end[0]);
        });
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + json.length + (int) end[0])
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }
}
