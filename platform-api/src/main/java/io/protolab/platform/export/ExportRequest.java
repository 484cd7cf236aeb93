package io.protolab.platform.export;

import io.protolab.platform.artifact.Artifact;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants of a complete trial: files, and perhaps a version in MLflow's registry made of them.
 *
 * @param formats without repetition, in their own order
 * @param modelName under which the model is registered; null for files alone
 */
public record ExportRequest(
        String trialId,
        ExportPart part,
        List<ExportFormat> formats,
        @Nullable String modelName) {
    public ExportRequest {
        if (formats.isEmpty()) {
            throw new IllegalArgumentException("an export of trial " + trialId + " names no format");
        }
        formats = List.copyOf(EnumSet.copyOf(formats));
        if (modelName != null) {
            ModelNames.verify(modelName);
        }
    }

    /** Files alone. */
    public static ExportRequest files(String trialId, ExportPart part, List<ExportFormat> formats) {
        return new ExportRequest(trialId, part, formats, null);
    }

    /** A version of that name: of the whole model, in the format that MLflow loads. */
    public static ExportRequest registration(String trialId, String modelName) {
        return new ExportRequest(trialId, ExportPart.MODEL, List.of(ExportFormat.ONNX), modelName);
    }

    /** Whether a file of the trial is one of those asked for. */
    public boolean asksFor(Artifact file) {
        ExportFormat format =
                file.name().endsWith(ExportFormat.TORCHSCRIPT.suffix()) ? ExportFormat.TORCHSCRIPT : ExportFormat.ONNX;
        return file.name().startsWith(part.artifactName("")) && formats.contains(format);
    }

    /** The formats that are not among these files. */
    public List<ExportFormat> missingAmong(List<Artifact> files) {
        return formats.stream()
                .filter(format ->
                        files.stream().noneMatch(file -> file.name().equals(part.artifactName(part.fileName(format)))))
                .toList();
    }
}
