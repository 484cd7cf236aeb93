package io.protolab.gpu.export;

import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TorchEngine;
import io.protolab.platform.export.ExportFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Compares what a file computes in its own runtime with what we compute. */
final class ExportCheck {
    /** Allowed difference, relative to the greatest magnitude of an output: what the order of sums does to 32-bit floats. */
    private static final double TOLERANCE = 1e-5;

    private ExportCheck() {}

    /**
     * Runs a file once.
     *
     * @param expected our outputs for that input, by name
     * @return the greatest difference found, relative to the greatest magnitude of its output
     * @throws ExportMismatchException if an output is missing or differs by more than rounding
     */
    static double run(Path file, ExportFormat format, Tensor input, NamedTensors expected) throws IOException {
        try (FileRunner runner = open(file, format, expected)) {
            Map<String, float[]> actual = runner.run(input);
            double worst = 0;
            for (Map.Entry<String, Tensor> output : expected.asMap().entrySet()) {
                float[] values = actual.get(output.getKey());
                if (values == null) {
                    throw new ExportMismatchException(
                            file + " has no output '" + output.getKey() + "', only " + actual.keySet());
                }
                worst = Math.max(
                        worst,
                        difference(
                                file, output.getKey(), values, output.getValue().toFloats()));
            }
            return worst;
        }
    }

    private static FileRunner open(Path file, ExportFormat format, NamedTensors expected) throws IOException {
        return switch (format) {
            case ONNX -> OnnxRunner.open(file, TorchEngine.running().threadCount());
            case TORCHSCRIPT -> TorchScriptRunner.open(file, List.copyOf(expected.names()));
        };
    }

    private static double difference(Path file, String output, float[] actual, float[] expected) {
        if (actual.length != expected.length) {
            throw new ExportMismatchException(
                    file + " gives " + actual.length + " values of '" + output + "' instead of " + expected.length);
        }
        double greatest = Float.MIN_NORMAL;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            greatest = Math.max(greatest, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
        }
        double relative = difference / greatest;
        if (!(relative <= TOLERANCE)) {
            throw new ExportMismatchException(file + ": '" + output + "' differs from ours by " + difference
                    + " where its greatest magnitude is " + greatest + "; at most " + TOLERANCE
                    + " of that is rounding. The file was not kept: report the backbone and the head's settings");
        }
        return relative;
    }
}
