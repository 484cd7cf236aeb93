package io.protolab.gpu.bench;

import java.util.List;

/**
 * What one run measured.
 *
 * @param device {@code cpu} or {@code cuda:0}
 * @param threads of one tensor operation
 * @param engine version of PyTorch
 * @param measurements in the order in which they ran
 */
public record BenchReport(String device, int threads, String engine, List<Measurement> measurements) {
    public BenchReport {
        measurements = List.copyOf(measurements);
    }
}
