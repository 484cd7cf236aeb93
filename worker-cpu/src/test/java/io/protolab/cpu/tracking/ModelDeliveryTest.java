package io.protolab.cpu.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.cpu.tracking.FakeMlflow.Fault;
import io.protolab.cpu.tracking.FakeModels.FakeModel;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelDeliveryTest {
    private static final Duration TIMEOUT = Duration.ofMillis(300);
    private static final Backoff SHORT = new Backoff(Duration.ofMillis(20), Duration.ofMillis(200));
    private static final SendingPace FAST = new SendingPace(Duration.ofMillis(10), SHORT, SHORT, SHORT);

    private final FakeMlflow mlflow = new FakeMlflow(TIMEOUT.toMillis() + 200);

    @TempDir
    private Path folder;

    private Lab lab;
    private OutboxSender sender;

    @BeforeEach
    void accept() throws IOException {
        DirectoryArtifactStore store = new DirectoryArtifactStore(folder);
        lab = new Lab(SweepSamples.sweep(SweepSamples.TWO_BACKBONES_TWO_SEEDS), store);
        MlflowTransport transport = new MlflowTransport(mlflow.address(), TIMEOUT);
        sender = new OutboxSender(lab.outbox(), lab.registry, store, transport, FAST);
    }

    @AfterEach
    void stop() {
        sender.close();
        mlflow.close();
    }

    @ParameterizedTest
    @CsvSource({
        "logged-models, FAILS_AFTER_EFFECT",
        "logged-models, BREAKS_AFTER_EFFECT",
        "logged-models, SILENT_AFTER_EFFECT",
        "logged-models, UNAVAILABLE",
        "logged-models/search, TOO_MANY",
        "logged-models/m-1, FAILS_AFTER_EFFECT",
        "runs/outputs, FAILS_AFTER_EFFECT",
        "registered-models/create, BREAKS_AFTER_EFFECT",
        "model-versions/search, UNAVAILABLE",
        "model-versions/create, FAILS_AFTER_EFFECT",
        "model-versions/create, SILENT_AFTER_EFFECT"
    })
    void logsAndRegistersEveryModelOnce_whateverGoesWrong(String endpoint, Fault fault) {
        mlflow.fail(endpoint, fault, fault);
        lab.run();
        lab.register(0, "birds");

        sender.start();

        Eventually.isTrue(() -> lab.outbox().backlog().pending() == 0);
        assertThat(lab.outbox().backlog().parked()).isZero();
        assertThat(mlflow.models().logged()).hasSize(4);
        for (FakeModel model : mlflow.models().logged()) {
            assertThat(model.name).isEqualTo("model");
            assertThat(model.status).isEqualTo("LOGGED_MODEL_READY");
            assertThat(model.files).containsOnlyKeys("MLmodel", "model.onnx");
            assertThat(mlflow.models().outputs(model.runId)).containsExactly(model.id);
        }
        assertThat(mlflow.models().versions()).singleElement().satisfies(version -> {
            assertThat(version.name).isEqualTo("birds");
            assertThat(version.runId).isEqualTo(lab.trial(0).mlflowRunId());
        });
        assertThat(lab.outbox().link(lab.trial(0).id()).orElseThrow().sealed()).isTrue();
    }

    @Test
    void keepsTheOldest_whereACreateTookEffectAfterWeGaveUp() {
        mlflow.fail("logged-models", Fault.LATE_EFFECT);
        lab.startSweep();
        lab.startTrial(0);
        lab.complete(0);

        sender.start();

        Eventually.isTrue(() -> lab.outbox().backlog().pending() == 0);
        assertThat(mlflow.models().logged()).hasSize(1);
    }

    @Test
    void registersUnderEveryName_butUnderEachOnce() {
        lab.run();
        lab.register(0, "birds");
        lab.register(1, "birds");
        lab.register(0, "Adebar's birds");
        lab.register(0, "birds");

        sender.start();

        Eventually.isTrue(() -> lab.outbox().backlog().pending() == 0);
        assertThat(mlflow.models().versions())
                .extracting(version -> version.name)
                .containsExactlyInAnyOrder("birds", "birds", "Adebar's birds");
    }
}
