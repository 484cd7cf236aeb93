package io.protolab.cpu.tracking;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.export.ExportPart;
import io.protolab.platform.json.Json;
import io.protolab.platform.registry.OutboxRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Outbox rows about models. */
final class ModelMessages {
    private ModelMessages() {}

    /** The models among the files of a trial. */
    static List<OutboxRow> models(String trialId, List<Artifact> files) {
        List<OutboxRow> rows = new ArrayList<>();
        for (ExportPart part : ExportPart.values()) {
            ModelFiles model = new ModelFiles(
                    trialId,
                    part,
                    files.stream()
                            .filter(file -> file.name().startsWith(part.artifactName("")))
                            .toList());
            if (model.loadable()) {
                rows.add(new OutboxRow(trialId, RowKind.MODEL.text(), part.text(), payload(model)));
            }
        }
        return rows;
    }

    static OutboxRow version(String trialId, String modelName) {
        return new OutboxRow(
                trialId, RowKind.REGISTER.text(), modelName, payload(new ModelVersion(trialId, modelName)));
    }

    private static byte[] payload(Object content) {
        return Json.text(content).getBytes(StandardCharsets.UTF_8);
    }
}
