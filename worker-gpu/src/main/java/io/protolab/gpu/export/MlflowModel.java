package io.protolab.gpu.export;

import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.platform.artifact.Sha256;
import io.protolab.platform.export.ExportPart;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files which make a directory with an ONNX file a model of MLflow: flavours with signature, an input example, and the Python
 * packages that load it. They hold neither a time nor a run, so that the same export gives the same bytes.
 */
final class MlflowModel {
    private static final String MLFLOW = "3.17.2";
    private static final String ONNX = "1.23.2";
    /** As the Java side of the check; later ones send usage data to their vendor unless told not to. */
    private static final String ONNX_RUNTIME = "1.28.0";

    private static final String PYTHON = "3.11.9";
    private static final int UUID_DIGITS = 32;

    private static final String EXAMPLE = "input_example.json";
    private static final String REQUIREMENTS = "requirements.txt";
    private static final String CONDA = "conda.yaml";
    private static final String VIRTUALENV = "python_env.yaml";

    private static final List<String> PACKAGES =
            List.of("mlflow==" + MLFLOW, "numpy>=1.26", "onnx==" + ONNX, "onnxruntime==" + ONNX_RUNTIME);

    private MlflowModel() {}

    /** Writes the files beside an ONNX file and returns them. */
    static List<Path> describe(Path onnx, Forward forward, Tensor sample, NamedTensors outputs) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(EXAMPLE, example(forward.input().name(), sample.slice(0, 0, 1)));
        texts.put(REQUIREMENTS, String.join("\n", PACKAGES) + "\n");
        texts.put(VIRTUALENV, """
                python: %s
                build_dependencies:
                - pip
                dependencies:
                - -r %s
                """.formatted(PYTHON, REQUIREMENTS));
        texts.put(CONDA, """
                name: mlflow-env
                channels:
                - conda-forge
                dependencies:
                - python=%s
                - pip
                - pip:
                %s""".formatted(PYTHON, list("  - ", PACKAGES)));
        texts.put(ExportPart.MLMODEL, mlmodel(onnx, forward, outputs));
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> text : texts.entrySet()) {
            Path file = onnx.resolveSibling(text.getKey());
            files.add(Files.writeString(file, text.getValue(), StandardOpenOption.CREATE_NEW));
        }
        return files;
    }

    private static String mlmodel(Path onnx, Forward forward, NamedTensors outputs) throws IOException {
        List<Object> inputs = List.of(tensor(
                forward.input().name(),
                forward.input().sizes().stream().mapToLong(Integer::longValue).toArray()));
        List<Object> results = new ArrayList<>();
        outputs.asMap().forEach((name, values) -> {
            long[] shape = values.shape();
            results.add(tensor(name, Arrays.copyOfRange(shape, 1, shape.length)));
        });
        return """
                artifact_path: %s
                flavors:
                  onnx:
                    code: null
                    data: %s
                    onnx_session_options: null
                    onnx_version: %s
                    providers:
                    - CPUExecutionProvider
                  python_function:
                    code: null
                    data: %2$s
                    env:
                      conda: %s
                      virtualenv: %s
                    loader_module: mlflow.onnx
                    python_version: %s
                is_signature_from_type_hint: false
                mlflow_version: %s
                model_size_bytes: %d
                model_uuid: %s
                saved_input_example_info:
                  artifact_path: %s
                  type: ndarray
                signature:
                  inputs: '%s'
                  outputs: '%s'
                  params: null
                type_hint_from_example: false
                """.formatted(
                        forward.part().text(),
                        onnx.getFileName(),
                        ONNX,
                        CONDA,
                        VIRTUALENV,
                        PYTHON,
                        MLFLOW,
                        Files.size(onnx),
                        uuid(onnx),
                        EXAMPLE,
                        Json.text(inputs),
                        Json.text(results));
    }

    /** A field of a signature; -1 is the open size of the batch. */
    private static Map<String, Object> tensor(String name, long... sizes) {
        List<Long> shape = new ArrayList<>(List.of(-1L));
        Arrays.stream(sizes).forEach(shape::add);
        return Map.of("name", name, "type", "tensor", "tensor-spec", Map.of("dtype", "float32", "shape", shape));
    }

    private static String uuid(Path onnx) throws IOException {
        try (InputStream content = Files.newInputStream(onnx)) {
            return Sha256.of(content).substring(0, UUID_DIGITS);
        }
    }

    private static String list(String bullet, List<String> lines) {
        StringBuilder list = new StringBuilder();
        lines.forEach(line -> list.append(bullet).append(line).append('\n'));
        return list.toString();
    }

    private static String example(String input, Tensor one) {
        return Json.text(Map.of(input, nested(one.toFloats(), 0, one.shape(), 0)));
    }

    /** A part of row-major values as nested lists. */
    private static List<Object> nested(float[] values, int from, long[] shape, int axis) {
        int step = (int) Arrays.stream(shape, axis + 1, shape.length).reduce(1, (a, b) -> a * b);
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < shape[axis]; i++) {
            int start = from + i * step;
            list.add(axis == shape.length - 1 ? (Object) values[start] : nested(values, start, shape, axis + 1));
        }
        return list;
    }
}
