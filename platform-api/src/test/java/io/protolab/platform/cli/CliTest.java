package io.protolab.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.protolab.platform.experiment.Metrics;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.http.Health;
import io.protolab.platform.http.SweepStatus;
import io.protolab.platform.json.Json;
import io.protolab.platform.registry.InMemoryRegistry;
import io.protolab.platform.registry.LeaderboardRow;
import io.protolab.platform.registry.LeaderboardRow.Spread;
import io.protolab.platform.registry.RegistrySamples;
import io.protolab.platform.registry.SweepRecord;
import io.protolab.platform.registry.TrialLedger;
import io.protolab.platform.workflow.ServerCapabilities;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CliTest {
    private final StringWriter errors = new StringWriter();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final PrintStream standardOutput = System.out;
    private HttpServer server;
    private String api;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        api = "http://127.0.0.1:" + server.getAddress().getPort();
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        System.setOut(standardOutput);
        server.stop(0);
    }

    @Test
    void printsEveryProblemOfASpec_andExitsWith2(@TempDir Path directory) throws IOException {
        answer(
                "/api/v1/validate",
                422,
                "{\"message\":\"2 problems\",\"problems\":[{\"path\":\"seeds\",\"message\":\"is empty\"},{\"path\":\"trainig\",\"message\":\"unknown field\"}]}");
        Path file = Files.writeString(directory.resolve("sweep.yaml"), "seeds: []\n");

        int code = run("validate", file.toString(), "--api", api);

        assertThat(code).isEqualTo(ExitCodes.INVALID);
        assertThat(errors.toString()).contains("seeds: is empty", "trainig: unknown field");
    }

    @Test
    void printsTheWarningsOfAValidSpec(@TempDir Path directory) throws IOException {
        answer("/api/v1/validate", 200, "{\"name\":\"a\",\"trials\":2,\"warnings\":[\"only 10 steps\"]}");
        Path file = Files.writeString(directory.resolve("sweep.yaml"), "name: a\n");

        assertThat(run("validate", file.toString(), "--api", api)).isEqualTo(ExitCodes.DONE);

        assertThat(output.toString(StandardCharsets.UTF_8)).contains("ok  a  2 trials", "warning: only 10 steps");
    }

    @Test
    void saysWhatToStart_whenNothingRuns(@TempDir Path data) {
        int code = run("ls", "--data", data.toString());

        assertThat(code).isEqualTo(ExitCodes.PLATFORM);
        assertThat(errors.toString()).contains("nothing runs on " + data, "protolab up");
    }

    @Test
    void findsTheStandaloneProcessByItsDataDirectory(@TempDir Path data) throws IOException {
        answer("/api/v1/sweeps", 200, "[]");
        new Addresses(ProcessHandle.current().pid(), Map.of("api", api)).write(data);

        assertThat(run("ls", "--json", "--data", data.toString())).isEqualTo(ExitCodes.DONE);

        assertThat(output.toString(StandardCharsets.UTF_8).strip()).isEqualTo("[]");
    }

    @Test
    void saysWhatToDo_whenTheDataDirectoryIsNotForThisUser(@TempDir Path data) throws IOException {
        Files.createDirectory(data.resolve("addresses.json")); // as unreadable as another user's file, for root too

        assertThat(run("status", "--data", data.toString())).isEqualTo(ExitCodes.PLATFORM);

        assertThat(errors.toString())
                .contains("cannot read where the parts of " + data, "the user who started it", "--api URL");
    }

    @Test
    void followsRecoveriesWaitsAndEarlyStops() throws IOException {
        InMemoryRegistry registry = new InMemoryRegistry();
        registry.accept(RegistrySamples.twoAssignmentsTwoSeeds("small"));
        registry.changeSweepState("small", SweepState.RUNNING, "", List.of());
        registry.changeSweepState("small", SweepState.COMPLETE, "", List.of());
        answer(
                "/api/v1/sweeps/small",
                200,
                Json.text(new SweepStatus(
                        registry.findSweep("small").orElseThrow(),
                        "",
                        List.of(
                                status(
                                        "a",
                                        TrialState.RUNNING,
                                        "",
                                        "attempt 1 ended as NODE_LOST at step 7: it fell silent"),
                                status("b", TrialState.WAITING, "train: the disk is full", ""),
                                status("c", TrialState.STOPPED_EARLY, "train: the loss is NaN", "")))));
        answer("/api/v1/sweeps/small/events", 200, "[]");
        answer("/api/v1/sweeps/small/leaderboard", 200, "[]");

        assertThat(run("watch", "small", "--api", api)).isEqualTo(ExitCodes.DONE);

        assertThat(output.toString(StandardCharsets.UTF_8))
                .contains(
                        "1/3  a  attempt 1 ended as NODE_LOST at step 7: it fell silent",
                        "1/3  b  waiting: train: the disk is full",
                        "1/3  c  stopped early: train: the loss is NaN");
    }

    private static SweepStatus.TrialStatus status(String name, TrialState state, String reason, String recovery) {
        return new SweepStatus.TrialStatus(
                "small-" + name, name, state, reason, 0, 80, recovery, Map.of(), null, null, null);
    }

    @Test
    void namesAFileThatIsNotThere() {
        int code = run("submit", "no-such-file.yaml", "--api", api);

        assertThat(code).isEqualTo(ExitCodes.INVALID);
        assertThat(errors.toString()).contains("no-such-file.yaml");
    }

    @Test
    void printsProblemsAsJson_forScripts(@TempDir Path directory) throws IOException {
        String body = "{\"message\":\"1 problem\",\"problems\":[{\"message\":\"is empty\",\"path\":\"seeds\"}]}";
        answer("/api/v1/validate", 422, body);
        Path file = Files.writeString(directory.resolve("sweep.yaml"), "seeds: []\n");

        assertThat(run("validate", file.toString(), "--json", "--api", api)).isEqualTo(ExitCodes.INVALID);

        assertThat(output.toString(StandardCharsets.UTF_8).strip()).isEqualTo(body);
    }

    @Test
    void refusesAFileThatCannotBeASweepFile(@TempDir Path directory) throws IOException {
        Path picture = Files.write(directory.resolve("picture.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G'});
        Path large = Files.writeString(directory.resolve("large.yaml"), "#".repeat(5 << 20));

        assertThat(run("validate", picture.toString(), "--api", api)).isEqualTo(ExitCodes.INVALID);
        assertThat(run("validate", large.toString(), "--api", api)).isEqualTo(ExitCodes.INVALID);

        assertThat(errors.toString())
                .contains("picture.png' is not text in UTF-8", "large.yaml' is longer than 4194304");
    }

    @Test
    void asksForAnyIdAsItStands() throws IOException {
        answer("/api/v1/", 404, "{\"message\":\"nothing here\",\"problems\":[]}");

        assertThat(run("show", "a b/é?#%", "--api", api)).isEqualTo(ExitCodes.INVALID);
        assertThat(run("show", "", "--api", api)).isEqualTo(ExitCodes.INVALID);

        assertThat(errors.toString()).contains("neither a sweep nor a trial has the id 'a b/é?#%'", "protolab ls");
    }

    @Test
    void tellsAnotherServerFromAnApiServer() throws IOException {
        answer("/", 404, "<html>not found</html>");

        assertThat(run("ls", "--api", api)).isEqualTo(ExitCodes.PLATFORM);
        assertThat(run("ls", "--api", "somewhere")).isEqualTo(ExitCodes.INVALID);

        assertThat(errors.toString())
                .contains("not as an API server of protolab does", "'somewhere' is no address of an API server");
    }

    @Test
    void printsHealthAndExitsWith5_whenAPartIsAway() throws IOException {
        answer(
                "/api/v1/health",
                503,
                "{\"status\":\"degraded\",\"parts\":{\"registry\":\"does not answer\"},\"addresses\":{}}");

        assertThat(run("status", "--api", api)).isEqualTo(ExitCodes.PLATFORM);

        assertThat(output.toString(StandardCharsets.UTF_8)).contains("registry", "does not answer", "degraded");
    }

    @Test
    void tellsTheStoryOfATrial_orItsLedgerAsJson() throws IOException {
        InMemoryRegistry registry = new InMemoryRegistry();
        registry.accept(RegistrySamples.twoAssignmentsTwoSeeds("small"));
        registry.startTrial("small-0", List.of());
        registry.endTrial("small-0", TrialState.WAITING, "train: the disk is full", List.of());
        String ledger = Json.text(TrialLedger.of(
                registry.findTrial("small-0").orElseThrow(),
                RegistrySamples.NOON,
                registry.attempts("small-0"),
                registry.events("small-0")));
        answer("/api/v1/trials/small-0/ledger", 200, ledger);

        assertThat(run("why", "small-0", "--api", api)).isEqualTo(ExitCodes.DONE);
        assertThat(output.toString(StandardCharsets.UTF_8))
                .startsWith("trial small-0  WAITING")
                .contains("2026-03-01 12:00:00Z  Accepted with sweep small", "It waits now: train: the disk is full.");

        output.reset();
        assertThat(run("why", "small-0", "--json", "--api", api)).isEqualTo(ExitCodes.DONE);
        assertThat(output.toString(StandardCharsets.UTF_8).strip()).isEqualTo(ledger);
    }

    @Test
    void namesATrialThatIsNotThere_whenAskedWhy() throws IOException {
        answer("/api/v1/trials/", 404, "{\"message\":\"no trial 'x'\",\"problems\":[]}");

        assertThat(run("why", "x", "--api", api)).isEqualTo(ExitCodes.INVALID);
        assertThat(errors.toString()).contains("no trial 'x'");
    }

    @Test
    void saysWhatTheTemporalServerLacks() throws IOException {
        Health health = new Health("ok", Map.of(), Map.of(), new ServerCapabilities(false, false, false).lacking());
        answer("/api/v1/health", 200, Json.text(health));

        assertThat(run("status", "--api", api)).isEqualTo(ExitCodes.DONE);

        assertThat(output.toString(StandardCharsets.UTF_8))
                .contains("not here: visibility", "'protolab ls'", "not here: schedules", "'protolab submit FILE");
    }

    @Test
    void showsWhatIsNotReproducibleOfATrial() throws IOException {
        InMemoryRegistry registry = new InMemoryRegistry();
        registry.accept(RegistrySamples.twoAssignmentsTwoSeeds("small"));
        registry.startTrial("small-0", List.of());
        for (int epoch = 0; epoch < 12; epoch++) {
            registry.recordEpochs("small-0", List.of(RegistrySamples.epoch(epoch, 0.5)), List.of());
            registry.recordEpochs("small-0", List.of(RegistrySamples.epoch(epoch, 0.75)), List.of());
        }
        answer("/api/v1/sweeps/", 404, "{\"message\":\"no sweep\",\"problems\":[]}");
        answer(
                "/api/v1/trials/small-0",
                200,
                Json.text(registry.findTrial("small-0").orElseThrow()));
        answer("/api/v1/trials/small-0/attempts", 200, "[]");
        answer("/api/v1/trials/small-0/events", 200, Json.text(registry.events("small-0")));

        assertThat(run("show", "small-0", "--api", api)).isEqualTo(ExitCodes.DONE);

        assertThat(output.toString(StandardCharsets.UTF_8))
                .contains("epoch 9, train/loss is not reproducible: first 0.5, repeated 0.75", "… and 2 more")
                .doesNotContain("epoch 10,", "WAITING to RUNNING");
    }

    @Test
    void retriesEveryDeliveryThatWasRefused() throws IOException {
        answer(
                "/api/v1/deliveries",
                200,
                "[{\"subject\":\"s\",\"pending\":3,\"parked\":1,\"oldest\":\"2026-01-05T09:00:00Z\",\"error\":\"no\"},"
                        + "{\"subject\":\"t\",\"pending\":1,\"parked\":0,\"oldest\":\"2026-01-05T09:00:00Z\"}]");
        answer("/api/v1/deliveries/s/retry", 200, "{\"subject\":\"s\",\"writes\":1}");

        assertThat(run("deliveries", "ls", "--api", api)).isEqualTo(ExitCodes.DONE);
        assertThat(run("deliveries", "retry", "--api", api)).isEqualTo(ExitCodes.DONE);

        assertThat(output.toString(StandardCharsets.UTF_8))
                .contains("s               3        1        2026-01-05T09:00:00Z  no", "offered again: s")
                .doesNotContain("again: s, t");
    }

    @Test
    void evictsByAgeOrSize_andNothingByASlip() throws IOException {
        InMemoryRegistry registry = new InMemoryRegistry();
        registry.accept(RegistrySamples.twoAssignmentsTwoSeeds("s"));
        registry.recordFeatures("s", RegistrySamples.features("a"));
        registry.changeSweepState("s", SweepState.CANCELLED, "", List.of());
        answer("/api/v1/feature-sets", 200, Json.text(registry.featureSets()));
        answer("/api/v1/feature-sets/a/evict", 202, "{}");

        assertThat(run("cache", "ls", "--api", api)).isEqualTo(ExitCodes.DONE);
        assertThat(run("cache", "evict", "--api", api)).isEqualTo(ExitCodes.INVALID);
        assertThat(run("cache", "evict", "--keep", "much", "--api", api)).isEqualTo(ExitCodes.INVALID);
        assertThat(run("cache", "evict", "--older-than", "30d", "--api", api)).isEqualTo(ExitCodes.DONE);
        assertThat(run("cache", "evict", "--keep", "1MB", "--dry-run", "--api", api))
                .isEqualTo(ExitCodes.DONE);
        assertThat(run("cache", "evict", "--keep", "1MB", "--api", api)).isEqualTo(ExitCodes.DONE);

        assertThat(errors.toString()).contains("--older-than", "'much' is none; write something like 500MB");
        assertThat(output.toString(StandardCharsets.UTF_8))
                .contains(
                        "birds/tiny",
                        "1 stored, 1.5 MB",
                        "0 are being deleted, 0.0 MB; 1.5 MB stay",
                        "1 would be deleted, 1.5 MB; 0.0 MB would stay",
                        "1 are being deleted, 1.5 MB; 0.0 MB stay");
    }

    @Test
    void saysThatASweepStartsLater(@TempDir Path directory) throws IOException {
        SweepRecord accepted = new InMemoryRegistry()
                .accept(RegistrySamples.twoAssignmentsTwoSeeds("small-1"))
                .sweep();
        answer("/api/v1/sweeps", 201, Json.text(accepted.withReason("recorded; starts later")));
        Path file = Files.writeString(directory.resolve("sweep.yaml"), "name: small\n");

        assertThat(run("submit", file.toString(), "--api", api)).isEqualTo(ExitCodes.DONE);

        assertThat(output.toString(StandardCharsets.UTF_8))
                .contains("sweep small-1  WAITING  4 trials: recorded; starts later; follow it");
    }

    @Test
    void printsMeanAndSpreadOfEachAssignment() {
        LeaderboardRow row = new LeaderboardRow(
                Map.of("dataset", "birds", "backbone", "vit"),
                2,
                Map.of(Metrics.ACCURACY, new Spread(0.975, 0.0125, 0.96, 0.99, 2)));

        assertThat(Leaderboard.of(List.of(row))).contains("birds · vit", "0.975 ± 0.013");
    }

    private int run(String... arguments) {
        CommandLine line = Cli.commandLine();
        line.setErr(new PrintWriter(errors, true));
        return line.execute(arguments);
    }

    private void answer(String path, int status, String json) {
        server.createContext(path, exchange -> {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }
}
