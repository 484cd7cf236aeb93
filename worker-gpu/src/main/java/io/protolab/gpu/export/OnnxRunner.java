package io.protolab.gpu.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.protolab.gpu.tensor.Tensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs an ONNX file in ONNX Runtime. */
final class OnnxRunner implements FileRunner {
    private final OrtSession session;

    private OnnxRunner(OrtSession session) {
        this.session = session;
    }

    static OnnxRunner open(Path file, int threads) throws IOException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            return new OnnxRunner(OrtEnvironment.getEnvironment().createSession(file.toString(), options));
        } catch (OrtException e) {
            throw new IOException("ONNX Runtime does not take " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Map<String, float[]> run(Tensor input) throws IOException {
        String name = session.getInputNames().iterator().next();
        try (OnnxTensor tensor = OnnxTensor.createTensor(
                        OrtEnvironment.getEnvironment(), FloatBuffer.wrap(input.toFloats()), input.shape());
                OrtSession.Result result = session.run(Map.of(name, tensor))) {
            Map<String, float[]> outputs = new LinkedHashMap<>();
            for (Map.Entry<String, OnnxValue> output : result) {
                FloatBuffer values = ((OnnxTensor) output.getValue()).getFloatBuffer();
                float[] copy = new float[values.remaining()];
                values.get(copy);
                outputs.put(output.getKey(), copy);
            }
            return outputs;
        } catch (OrtException e) {
            throw new IOException("ONNX Runtime does not run the exported file: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IOException(e);
        }
    }
}
