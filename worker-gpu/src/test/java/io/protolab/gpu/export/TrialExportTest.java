package io.protolab.gpu.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.gpu.PaintedDataset;
import io.protolab.gpu.features.BackboneWeights;
import io.protolab.gpu.model.Aggregation;
import io.protolab.gpu.model.FeatureNorm;
import io.protolab.gpu.model.HeadFile;
import io.protolab.gpu.model.HeadShape;
import io.protolab.gpu.model.Kernels;
import io.protolab.gpu.model.MaskedPrototypes;
import io.protolab.gpu.model.PrototypeHead;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.evaluation.PrototypeCatalogue;
import io.protolab.platform.experiment.TrialSpec;
import io.protolab.platform.export.ExportFormat;
import io.protolab.platform.export.ExportInput;
import io.protolab.platform.export.ExportPart;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningEngine.class)
class TrialExportTest {
    private final TrialSpec spec = PaintedDataset.trialSpec(1);

    @TempDir
    private Path directory;

    private ArtifactStore artifacts;
    private TrialExport export;

    @BeforeEach
    void open() throws IOException {
        artifacts = new DirectoryArtifactStore(directory.resolve("artifacts"));
        export = new TrialExport(artifacts);
    }

    @Test
    void makesADirectoryThatMlflowTakesForAModel() throws IOException {
        List<Artifact> files =
                export.export(trial(weights()), ExportPart.MODEL, List.of(ExportFormat.ONNX, ExportFormat.TORCHSCRIPT));

        assertThat(files)
                .extracting(Artifact::name)
                .containsExactlyInAnyOrder(
                        "export/model/model.onnx",
                        "export/model/model.pt",
                        "export/model/MLmodel",
                        "export/model/conda.yaml",
                        "export/model/python_env.yaml",
                        "export/model/requirements.txt",
                        "export/model/input_example.json");
        assertThat(Files.readString(artifacts.fetch(file(files, "MLmodel"))))
                .contains("loader_module: mlflow.onnx")
                .contains("{\"dtype\":\"float32\",\"shape\":[-1,3,8,8]}");
    }

    @Test
    void givesTheSameFilesAgain() throws IOException {
        ExportInput trial = trial(weights());
        List<ExportFormat> formats = List.of(ExportFormat.ONNX, ExportFormat.TORCHSCRIPT);

        assertThat(export.export(trial, ExportPart.HEAD, formats))
                .isEqualTo(export.export(trial, ExportPart.HEAD, formats));
    }

    @Test
    void refusesABackboneThatTheHeadWasNotTrainedOn() throws IOException {
        ExportInput trial = trial("0".repeat(64));

        assertThatThrownBy(() -> export.export(trial, ExportPart.MODEL, List.of(ExportFormat.ONNX)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was trained on 0000");
    }

    @Test
    void writesOneFile_whereNothingElseIsAskedFor() throws IOException {
        assertThat(export.export(trial(weights()), ExportPart.HEAD, List.of(ExportFormat.TORCHSCRIPT)))
                .extracting(Artifact::name)
                .containsExactly("export/head/head.pt");
    }

    private String weights() throws IOException {
        return BackboneWeights.of(spec.backbone()).sha256();
    }

    private ExportInput trial(String weightsSha256) throws IOException {
        HeadShape shape = new HeadShape(
                16, // of the painted dataset
                8,
                5,
                2,
                0.1,
                5,
                1e-6,
                FeatureNorm.NONE,
                Aggregation.NONLINEAR,
                Kernels.BOTH,
                MaskedPrototypes.ZEROED);
        Path file = Files.createTempDirectory(directory, "head").resolve("head.safetensors");
        try (PrototypeHead head = PrototypeHead.initialised(shape, 3)) {
            HeadFile.write(file, shape, head.parameters(), head.mask());
        }
        return new ExportInput(
                "painted-1/0",
                spec,
                PaintedDataset.prepare(directory.resolve("images"), artifacts).manifest(),
                artifacts.put("training/head.safetensors", file, Artifact.SAFETENSORS),
                artifacts.put(
                        "evaluation/prototypes.json",
                        Json.mapper().writeValueAsBytes(new PrototypeCatalogue(List.of())),
                        Artifact.JSON),
                weightsSha256);
    }

    private static Artifact file(List<Artifact> files, String name) {
        return files.stream()
                .filter(file -> file.name().endsWith("/" + name))
                .findFirst()
                .orElseThrow();
    }
}
