package io.protolab.gpu.export;

import io.protolab.gpu.features.Progress;
import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.gpu.tensor.TorchScriptArchive;
import io.protolab.platform.export.ExportFormat;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes forward passes to files and lets no file out that computes something else. */
final class Exporter {
    private static final Logger log = LoggerFactory.getLogger(Exporter.class);

    /** Name of the extra file inside a TorchScript archive. */
    private static final String TORCHSCRIPT_CLASS = "ProtoSVit";

    static final String TORCHSCRIPT_CARD = "metadata.json";

    private final Path directory;
    private final long mostInline;
    private final Progress progress;

    /** Writes into a directory in which there are no such files yet. */
    Exporter(Path directory) {
        this(directory, (done, total) -> {});
    }

    /** @param progress hears of formats */
    Exporter(Path directory, Progress progress) {
        this(directory, OnnxFile.MOST_INLINE, progress);
    }

    Exporter(Path directory, long mostInline) {
        this(directory, mostInline, (done, total) -> {});
    }

    private Exporter(Path directory, long mostInline, Progress progress) {
        this.directory = directory;
        this.mostInline = mostInline;
        this.progress = progress;
    }

    /**
     * Writes and checks a file per format, with what MLflow needs beside an ONNX file, so that the directory is a model of MLflow.
     *
     * @param card facts by name, which become part of each file as JSON
     * @param sample a batch of inputs on which the files have to agree with our own model
     * @return all files
     * @throws ExportMismatchException if a file does not agree
     */
    List<Path> write(Forward forward, List<ExportFormat> formats, Map<String, Object> card, Tensor sample)
            throws IOException {
        List<Path> files = new ArrayList<>();
        try (TensorScope scope = TensorScope.open()) {
            NamedTensors ours = forward.compute(sample);
            for (ExportFormat format : formats) {
                List<Path> written = write(forward, format, card);
                progress.reached(files.size(), formats.size());
                double difference = ExportCheck.run(written.get(0), format, sample, ours);
                log.info(
                        "{} agrees with our own outputs to {} of their greatest magnitude",
                        written.get(0).getFileName(),
                        difference);
                files.addAll(written);
                progress.reached(files.size(), formats.size());
            }
            if (formats.contains(ExportFormat.ONNX)) {
                Path onnx = directory.resolve(forward.part().fileName(ExportFormat.ONNX));
                files.addAll(MlflowModel.describe(onnx, forward, sample, ours));
            }
        }
        return files;
    }

    /** The file to be opened, then its companion where it would grow beyond what its format allows. */
    private List<Path> write(Forward forward, ExportFormat format, Map<String, Object> card) throws IOException {
        Path file = directory.resolve(forward.part().fileName(format));
        return switch (format) {
            case ONNX -> {
                OnnxGraph graph = new OnnxGraph();
                forward.describe(graph);
                yield OnnxFile.write(file, graph, texts(card), mostInline);
            }
            case TORCHSCRIPT -> {
                TorchScriptGraph graph = new TorchScriptGraph();
                forward.describe(graph);
                TorchScriptArchive.write(
                        file,
                        TORCHSCRIPT_CLASS,
                        graph.source(TORCHSCRIPT_CLASS),
                        graph.buffers(),
                        Map.of(TORCHSCRIPT_CARD, Json.text(card)));
                yield List.of(file);
            }
        };
    }

    private static Map<String, String> texts(Map<String, Object> card) {
        Map<String, String> texts = new LinkedHashMap<>();
        card.forEach((name, fact) -> texts.put(name, Json.text(fact)));
        return texts;
    }
}
