package io.protolab.gpu.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.platform.artifact.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningEngine.class)
class FeatureCacheRaceTest {
    private static final FeatureDimensions ONE_ROW = new FeatureDimensions(1, 1, 2);

    @Test
    void keepsTheFirstSet_whenTwoProcessesBuildAtOnce(@TempDir Path directory) throws IOException {
        FeatureCache slow = new FeatureCache(directory, Clock.systemUTC());
        FeatureCache fast = new FeatureCache(directory, Clock.systemUTC());

        CachedFeatures features = slow.open(SampleKey.KEY, ONE_ROW, writer -> {
            fast.open(SampleKey.KEY, ONE_ROW, other -> other.append(new float[] {1, 2}));
            writer.append(new float[] {1, 2});
        });

        assertThat(features.gather(new int[] {0}).toFloats()).containsExactly(1, 2);
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left)
                    .containsExactlyInAnyOrder(
                            directory.resolve(SampleKey.KEY.sha256()), directory.resolve(Volume.MARKER));
        }
    }
}
