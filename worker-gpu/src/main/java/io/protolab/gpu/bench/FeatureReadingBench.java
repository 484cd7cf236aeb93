package io.protolab.gpu.bench;

import io.protolab.gpu.features.CachedFeatures;
import io.protolab.gpu.features.FeatureCache;
import io.protolab.gpu.features.FeatureDimensions;
import io.protolab.gpu.features.FeatureKey;
import io.protolab.gpu.image.Preprocessing;
import io.protolab.gpu.model.VitShape;
import io.protolab.gpu.tensor.SeededRandom;
import io.protolab.gpu.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.stream.Stream;

/** Random batches out of a mapped feature set whose pages are in memory, as they are from the second epoch on. */
final class FeatureReadingBench {
    private static final int ROWS = 512;

    private FeatureReadingBench() {}

    static Measurement measure(Stopwatch stopwatch) throws IOException {
        Path directory = Files.createTempDirectory("features-bench");
        try {
            CachedFeatures features = features(directory);
            int[] order = SeededRandom.of(1, "bench").permutation(ROWS);
            int[] rows = Arrays.copyOf(order, HeadBench.BATCH);
            double seconds = stopwatch.fastest(() -> {
                try (TensorScope scope = TensorScope.open()) {
                    features.gather(rows);
                }
            });
            return Measurement.of("feature reading, batch 128", seconds, HeadBench.BATCH, "images/s");
        } finally {
            delete(directory);
        }
    }

    private static CachedFeatures features(Path directory) throws IOException {
        int tokens = HeadBench.GRID.patchCount();
        FeatureKey key = FeatureKey.of(
                "0".repeat(64),
                VitShape.plain(HeadBench.DIM, 12, 12, 14, 224, 4 * HeadBench.DIM, 0, 1e-6),
                new Preprocessing(224, Preprocessing.IMAGENET_MEAN, Preprocessing.IMAGENET_STD),
                "0".repeat(64),
                null);
        float[] row = new float[tokens * HeadBench.DIM];
        SeededRandom random = SeededRandom.of(2, "bench");
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) random.nextUniform(-1, 1);
        }
        return new FeatureCache(directory, Clock.systemUTC())
                .open(key, new FeatureDimensions(ROWS, tokens, HeadBench.DIM), writer -> {
                    for (int i = 0; i < ROWS; i++) {
                        writer.append(row);
                    }
                });
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
