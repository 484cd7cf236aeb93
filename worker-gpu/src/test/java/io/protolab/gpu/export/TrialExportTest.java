package io.protolab.gpu.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.gpu.PaintedDataset;
import io.protolab.gpu.features.BackboneWeights;
import io.protolab.gpu.features.Progress;
import io.protolab.gpu.model.Aggregation;
import io.protolab.gpu.model.ChannelDropout;
import io.protolab.gpu.model.FeatureNorm;
import io.protolab.gpu.model.ForwardPass;
import io.protolab.gpu.model.HeadFile;
import io.protolab.gpu.model.HeadInitialisation;
import io.protolab.gpu.model.HeadShape;
import io.protolab.gpu.model.Kernels;
import io.protolab.gpu.model.MaskedPrototypes;
import io.protolab.gpu.model.ProtoSVit;
import io.protolab.gpu.model.TransformerCut;
import io.protolab.gpu.model.VisionTransformer;
import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.Tensors;
import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.evaluation.PrototypeCatalogue;
import io.protolab.platform.experiment.TrainableSpec;
import io.protolab.platform.experiment.TrialSpec;
import io.protolab.platform.export.ExportFormat;
import io.protolab.platform.export.ExportInput;
import io.protolab.platform.export.ExportPart;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningEngine.class)
class TrialExportTest {
    private static final Progress SILENT = (done, total) -> {};

    /** On tokens of the painted dataset. */
    private static final HeadShape HEAD = new HeadShape(
            16, 8, 5, 2, 0.1, 5, 1e-6, FeatureNorm.NONE, Aggregation.NONLINEAR, Kernels.BOTH, MaskedPrototypes.ZEROED);

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
        List<Artifact> files = export.export(
                trial(weights()), ExportPart.MODEL, List.of(ExportFormat.ONNX, ExportFormat.TORCHSCRIPT), SILENT);

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
    void givesTheSameFiles_forAnotherTrialWithTheSameResult() throws IOException {
        ExportInput trial = trial(weights());
        ExportInput again = new ExportInput(
                "painted-2/5", trial.spec(), trial.manifest(), trial.head(), trial.prototypes(), trial.weightsSha256());
        List<ExportFormat> formats = List.of(ExportFormat.ONNX, ExportFormat.TORCHSCRIPT);

        for (ExportPart part : ExportPart.values()) {
            assertThat(export.export(again, part, formats, SILENT))
                    .isEqualTo(export.export(trial, part, formats, SILENT));
        }
    }

    @Test
    void exportsABackboneAsItBecame_whereItLearned() throws IOException {
        TrialSpec learning = learning(new TrainableSpec(TrainableSpec.Scope.LAST_BLOCKS, 1, 0.1));
        BackboneWeights weights = BackboneWeights.of(learning.backbone());
        TransformerCut cut = weights.cut().orElseThrow();
        Map<String, Tensor> parameters =
                new LinkedHashMap<>(HeadInitialisation.of(HEAD, 3).asMap());
        cut.upperShapes().forEach((name, size) -> parameters.put(ProtoSVit.BACKBONE + name, Tensors.full(0.25, size)));
        ExportInput trial = trial(learning, weights.sha256(), new NamedTensors(parameters));

        List<Artifact> files = export.export(trial, ExportPart.MODEL, List.of(ExportFormat.ONNX), SILENT);

        Tensor pixels = SampleInputs.uniform(3, List.of(3, 8, 8), 0, 1);
        Tensor normalised = pixels.add(-0.5).multiply(4); // mean 0.5, deviation 0.25
        try (ProtoSVit trained = HeadFile.read(artifacts.fetch(trial.head()), cut);
                VisionTransformer frozen = weights.transformer()) {
            Tensor entering = frozen.tokensEntering(cut.block(), normalised);
            ForwardPass ours = trained.forward(entering, weights.grid(), ChannelDropout.NONE);
            ExportCheck.run(
                    artifacts.fetch(file(files, "model.onnx")),
                    ExportFormat.ONNX,
                    pixels,
                    new NamedTensors(Map.of("scores", ours.prototypeScores())));
        }
    }

    @Test
    void refusesABackboneThatTheHeadWasNotTrainedOn() throws IOException {
        ExportInput trial = trial("0".repeat(64));

        assertThatThrownBy(() -> export.export(trial, ExportPart.MODEL, List.of(ExportFormat.ONNX), SILENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was trained on 0000");
    }

    @Test
    void writesOneFile_whereNothingElseIsAskedFor() throws IOException {
        assertThat(export.export(trial(weights()), ExportPart.HEAD, List.of(ExportFormat.TORCHSCRIPT), SILENT))
                .extracting(Artifact::name)
                .containsExactly("export/head/head.pt");
    }

    private String weights() throws IOException {
        return BackboneWeights.of(spec.backbone()).sha256();
    }

    private static TrialSpec learning(TrainableSpec trainable) {
        TrialSpec frozen = PaintedDataset.trialSpec(1);
        return new TrialSpec(
                frozen.assignment(),
                frozen.dataset(),
                PaintedDataset.learning(trainable),
                frozen.head(),
                frozen.loss(),
                frozen.training(),
                frozen.evaluation(),
                frozen.switches(),
                frozen.seed());
    }

    private ExportInput trial(String weightsSha256) throws IOException {
        return trial(spec, weightsSha256, HeadInitialisation.of(HEAD, 3));
    }

    private ExportInput trial(TrialSpec trialSpec, String weightsSha256, NamedTensors parameters) throws IOException {
        Path file = Files.createTempDirectory(directory, "head").resolve("head.safetensors");
        HeadFile.write(file, HEAD, parameters, Tensors.full(1, HEAD.prototypes()));
        return new ExportInput(
                "painted-1/0",
                trialSpec,
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
