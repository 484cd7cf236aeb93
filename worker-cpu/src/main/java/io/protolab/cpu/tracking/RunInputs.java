package io.protolab.cpu.tracking;

import io.protolab.platform.dataset.PreparedDataset;
import org.mlflow.api.proto.Service.Dataset;
import org.mlflow.api.proto.Service.DatasetInput;
import org.mlflow.api.proto.Service.InputTag;
import org.mlflow.api.proto.Service.LogInputs;

/** A prepared dataset as the inputs of a run, one per split that has images. */
final class RunInputs {
    /** MLflow takes 36 characters, and keeps one input per name and digest: the split must be part of it. */
    private static final int DIGITS = 24;

    private RunInputs() {}

    static LogInputs of(PreparedDataset dataset) {
        LogInputs.Builder inputs = LogInputs.newBuilder();
        add(inputs, dataset, "train", dataset.train());
        add(inputs, dataset, "validation", dataset.validation());
        add(inputs, dataset, "test", dataset.test());
        return inputs.build();
    }

    private static void add(LogInputs.Builder inputs, PreparedDataset dataset, String split, int images) {
        if (images == 0) {
            return;
        }
        String manifest = dataset.manifest().sha256();
        inputs.addDatasets(DatasetInput.newBuilder()
                .addTags(InputTag.newBuilder().setKey(RunTags.DATA_CONTEXT).setValue(split))
                .setDataset(Dataset.newBuilder()
                        .setName(dataset.name())
                        .setDigest(manifest.substring(0, DIGITS) + '-' + split)
                        .setSourceType("local")
                        .setSource("{\"uri\":\"manifest sha256:" + manifest + "\"}")
                        .setProfile("{\"num_rows\":" + images + ",\"num_classes\":" + dataset.classes() + "}")));
    }
}
