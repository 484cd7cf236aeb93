package io.protolab.cpu.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.InMemoryArtifactStore;
import io.protolab.platform.evaluation.PrototypeCatalogue;
import io.protolab.platform.experiment.Provenance;
import io.protolab.platform.experiment.TrialResult;
import io.protolab.platform.export.ExportFormat;
import io.protolab.platform.export.ExportPart;
import io.protolab.platform.export.ExportPlan;
import io.protolab.platform.export.ExportRequest;
import io.protolab.platform.registry.ArtifactRecord;
import io.protolab.platform.registry.EventKinds;
import io.protolab.platform.registry.EventRecord;
import io.protolab.platform.registry.InMemoryRegistry;
import io.protolab.platform.registry.OutboxRow;
import io.protolab.platform.registry.RegistrySamples;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialExportsTest {
    private static final Artifact HEAD = RegistrySamples.artifact("training/head.safetensors", "head");
    private static final Artifact PROTOTYPES = RegistrySamples.artifact("evaluation/prototypes.json", "prototypes");

    private final InMemoryRegistry registry = new InMemoryRegistry();
    private RegistryActivitiesImpl activities;

    @BeforeEach
    void completeATrial(@TempDir Path directory) {
        activities = new RegistryActivitiesImpl(registry, new InMemoryArtifactStore(directory), new NamedMessages());
        registry.accept(RegistrySamples.twoAssignmentsTwoSeeds("s"));
        registry.recordDataset("s", RegistrySamples.dataset("manifest"), "/manifest");
        Provenance provenance = new Provenance(
                "f", RegistrySamples.dataset("manifest").manifest().sha256(), "weights", "key", 0, "cpu", 1, Map.of());
        registry.startTrial("s-0", List.of());
        registry.completeTrial(
                "s-0",
                new TrialResult(RegistrySamples.result(Map.of()).metrics(), List.of(), provenance),
                new PrototypeCatalogue(List.of()),
                List.of(new ArtifactRecord("s-0", HEAD, "/h"), new ArtifactRecord("s-0", PROTOTYPES, "/p")),
                List.of());
    }

    @Test
    void plansFromWhatTheTrialLeftBehind() {
        ExportPlan plan = activities.exportPlanned(model());

        assertThat(plan.missing()).containsExactly(ExportFormat.ONNX, ExportFormat.TORCHSCRIPT);
        assertThat(plan.input().head()).isEqualTo(HEAD);
        assertThat(plan.input().prototypes()).isEqualTo(PROTOTYPES);
        assertThat(plan.input().manifest())
                .isEqualTo(RegistrySamples.dataset("manifest").manifest());
        assertThat(plan.input().weightsSha256()).isEqualTo("weights");
    }

    @Test
    void leavesOutWhatIsThereAlready() {
        activities.exported(
                "s-0", ExportPart.MODEL, List.of(RegistrySamples.artifact("export/model/model.onnx", "onnx")));

        assertThat(activities.exportPlanned(model()).missing()).containsExactly(ExportFormat.TORCHSCRIPT);
        assertThat(rows()).containsExactly("exported MODEL in 1 files");
    }

    @Test
    void refusesATrialThatIsNotComplete() {
        ExportRequest early = ExportRequest.files("s-1", ExportPart.HEAD, List.of(ExportFormat.ONNX));

        assertThatThrownBy(() -> activities.exportPlanned(early)).hasMessageContaining("trial s-1 is WAITING");
    }

    @Test
    void registersOnce() {
        activities.modelRegistered("s-0", "birds");
        activities.modelRegistered("s-0", "birds");

        assertThat(registry.events("s-0"))
                .filteredOn(event -> event.kind().equals(EventKinds.MODEL))
                .extracting(EventRecord::message)
                .containsExactly("birds");
        assertThat(rows()).containsExactly("registered as birds");
    }

    private static ExportRequest model() {
        return ExportRequest.files("s-0", ExportPart.MODEL, List.of(ExportFormat.values()));
    }

    private List<String> rows() {
        return registry.outbox().written().stream().map(OutboxRow::key).toList();
    }
}
