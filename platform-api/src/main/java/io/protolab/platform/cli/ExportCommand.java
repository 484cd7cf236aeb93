package io.protolab.platform.cli;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.export.ExportFormat;
import io.protolab.platform.export.ExportPart;
import io.protolab.platform.export.ExportStatus;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "export",
        description = "Make files of a complete trial that load without this platform, and fetch them.",
        footer = {
            "",
            "The directory with an ONNX file is a model of MLflow: mlflow.pyfunc.load_model(DIR). The TorchScript file",
            "loads by torch.jit.load(FILE). Both take RGB images in [0, 1]; the file itself normalises them."
        },
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    /** The values of {@code --format}. */
    enum Format {
        ONNX,
        TORCHSCRIPT,
        BOTH
    }

    @Mixin
    private Connection connection = new Connection();

    @Parameters(paramLabel = "TRIAL", description = "id of a complete trial")
    private String trial = "";

    @Option(
            names = "--what",
            paramLabel = "PART",
            description = "model: backbone and head; head: the head alone, on patch tokens (default: model)")
    private ExportPart part = ExportPart.MODEL;

    @Option(names = "--format", paramLabel = "FORMAT", description = "onnx, torchscript or both (default: both)")
    private Format format = Format.BOTH;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "directory for the files")
    private Path out = Path.of(".");

    @Override
    public Integer call() throws IOException, InterruptedException {
        ApiClient api = connection.client();
        String path = ApiPaths.export(
                trial,
                part,
                format == Format.BOTH
                        ? "both"
                        : ExportFormat.valueOf(format.name()).text());
        ExportStatus status = new ExportWatch(api).untilDone(path);
        Files.createDirectories(out);
        List<Map<String, Object>> files = new ArrayList<>();
        for (Artifact artifact : status.files()) {
            Path file = out.resolve(Path.of(artifact.name()).getFileName());
            api.download(artifact, file);
            files.add(Map.of("file", file.toString(), "bytes", artifact.size(), "sha256", artifact.sha256()));
            if (!connection.json()) {
                System.out.printf("%s  %s%n", artifact.sha256(), file);
            }
        }
        if (connection.json()) {
            System.out.println(Json.text(files));
        }
        return ExitCodes.DONE;
    }
}
