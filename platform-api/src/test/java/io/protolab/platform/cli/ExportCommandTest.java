package io.protolab.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.Sha256;
import io.protolab.platform.export.ExportStatus;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExportCommandTest {
    private static final byte[] CONTENT = "a model".getBytes(StandardCharsets.UTF_8);
    private static final Artifact FILE =
            new Artifact("export/model/model.onnx", Sha256.of(CONTENT), CONTENT.length, Artifact.BINARY);
    private static final ExportStatus COMPLETE = ExportStatus.complete(List.of(FILE));

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final StringWriter errors = new StringWriter();
    private HttpServer server;

    @TempDir
    private Path directory;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void waitsForTheFilesAndFetchesThem() {
        answer("/api/v1/trials/t-1/exports/model/both", ExportStatus.running(), ExportStatus.running(), COMPLETE);
        answer("/api/v1/artifacts/" + FILE.sha256(), CONTENT);

        int code = run("export", "t-1", "--out", directory.resolve("out").toString());

        assertThat(code).as(errors.toString()).isEqualTo(ExitCodes.DONE);
        assertThat(directory.resolve("out/model.onnx")).hasBinaryContent(CONTENT);
        assertThat(directory.resolve("out")).isDirectoryNotContaining("glob:**.part");
        assertThat(asked).startsWith("POST /api/v1/trials/t-1/exports/model/both");
    }

    @Test
    void leavesNoFileThatIsNotTheOneAskedFor() {
        answer("/api/v1/trials/t-1/exports/head/onnx", COMPLETE, COMPLETE);
        answer("/api/v1/artifacts/" + FILE.sha256(), "damaged".getBytes(StandardCharsets.UTF_8));

        int code = run("export", "t-1", "--what", "head", "--format", "onnx", "--out", directory.toString());

        assertThat(code).isEqualTo(ExitCodes.PLATFORM);
        assertThat(errors.toString()).contains("export/model/model.onnx arrived with sha256");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void saysWhyAnExportFailed() {
        answer(
                "/api/v1/trials/t-1/exports/model/both",
                ExportStatus.running(),
                ExportStatus.failed("export: the weights changed; put them back"));

        assertThat(run("export", "t-1", "--out", directory.toString())).isEqualTo(ExitCodes.PLATFORM);
        assertThat(errors.toString()).contains("the weights changed; put them back");
    }

    @Test
    void registersUnderANameThatMayHoldSpaces() {
        answer("/api/v1/trials/t-1/models/my birds", ExportStatus.running(), COMPLETE);

        assertThat(run("register", "t-1", "--name", "my birds")).isEqualTo(ExitCodes.DONE);
        assertThat(asked).first().isEqualTo("POST /api/v1/trials/t-1/models/my birds");
    }

    private void answer(String path, ExportStatus... statuses) {
        answer(
                path,
                Arrays.stream(statuses)
                        .map(status -> Json.text(status).getBytes(StandardCharsets.UTF_8))
                        .toArray(byte[][]::new));
    }

    /** One answer after the other; the last one stays. */
    private void answer(String path, byte[]... bodies) {
        Deque<byte[]> next = new ArrayDeque<>(List.of(bodies));
        server.createContext(path, exchange -> {
            asked.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            byte[] body = next.size() > 1 ? next.remove() : next.element();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private int run(String... words) {
        String[] all = Stream.concat(
                        Stream.of(words),
                        Stream.of(
                                "--api",
                                "http://127.0.0.1:" + server.getAddress().getPort()))
                .toArray(String[]::new);
        CommandLine line = Cli.commandLine();
        line.setErr(new PrintWriter(errors, true));
        return line.execute(all);
    }
}
