package io.protolab.gpu.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.StopPoint;
import io.protolab.gpu.tensor.TorchEngine;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningEngine.class)
class StoppedBuildTest {
    private static final int ROWS = 30;
    private static final int BATCH = 8;
    private static final FeatureDimensions SIZE = new FeatureDimensions(ROWS, 1, 192);
    private static final int MANY_VALUES = 1 << 20; // so that a batch is as small as it gets

    @TempDir
    Path directory;

    private final List<Integer> computed = new ArrayList<>();
    private FeatureCache cache;

    @BeforeEach
    void open() throws IOException {
        cache = new FeatureCache(directory, Clock.systemUTC());
    }

    /** Tokens of an image are its pixels; images are named by their row, and there are eight in a batch. */
    private void compute(TokenSink sink) throws IOException {
        new PatchTokens(pixels -> pixels.reshape(pixels.size(0), 1, 192), 8, MANY_VALUES)
                .compute(ROWS, this::image, sink, (done, total) -> StopPoint.pass());
    }

    private synchronized float[] image(int row) {
        computed.add(row);
        float[] pixels = new float[192];
        pixels[0] = row;
        return pixels;
    }

    private void buildUntil(int images) {
        assertThatThrownBy(() -> {
                    try (StopPoint obeyed = StopPoint.obeying(() -> stopAfter(images))) {
                        cache.open(SampleKey.KEY, SIZE, this::compute);
                    }
                })
                .hasMessage("stop");
    }

    private void stopAfter(int images) {
        if (computed.size() >= images) {
            throw new IllegalStateException("stop");
        }
    }

    private Path left() throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(Files::isDirectory).findFirst().orElseThrow();
        }
    }

    private void requireWhole() throws IOException {
        float[] first = cache.open(SampleKey.KEY, SIZE, this::compute)
                .gather(IntStream.range(0, ROWS).toArray())
                .toFloats();
        assertThat(IntStream.range(0, ROWS).mapToObj(row -> (int) first[row * 192]))
                .containsExactlyElementsOf(IntStream.range(0, ROWS).boxed().toList());
        assertThat(directory).isDirectoryNotContaining("glob:**/.unfinished*");
        assertThat(directory.resolve(SampleKey.KEY.sha256())).isDirectoryNotContaining("regex:.*/(lock|written.*)");
    }

    @Test
    void computesNothingTwice_stoppedAgainAndAgain() throws IOException {
        buildUntil(BATCH);
        buildUntil(3 * BATCH);

        requireWhole();

        assertThat(computed).hasSize(ROWS).doesNotHaveDuplicates();
    }

    @Test
    void leavesNothing_stoppedBeforeItsFirstRow() throws IOException {
        assertThatThrownBy(() -> cache.open(SampleKey.KEY, SIZE, sink -> {
                    throw new IllegalStateException("stop");
                }))
                .hasMessage("stop");

        assertThat(directory).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void dropsWhatAKilledProcessWroteBeyondItsNote() throws IOException {
        buildUntil(2 * BATCH);
        Path unused = Files.write(left().resolve("tokens-00000.bin"), new byte[500], StandardOpenOption.APPEND);

        requireWhole();

        assertThat(computed).hasSize(ROWS);
    }

    @Test
    void startsAnew_whereTheNotedRowsAreDamaged() throws IOException {
        buildUntil(2 * BATCH);
        Path shard = left().resolve("tokens-00000.bin");
        byte[] content = Files.readAllBytes(shard);
        content[content.length - 1] ^= 1;
        Path unused = Files.write(shard, content);

        requireWhole();

        assertThat(computed).hasSize(2 * BATCH + ROWS);
    }

    @Test
    void startsAnew_whereTheRowsWereComputedElsewhere() throws IOException {
        buildUntil(2 * BATCH);
        Path noted = left().resolve(WrittenRows.FILE);
        String here = "\"threads\":" + TorchEngine.running().threadCount();
        String written = Files.readString(noted);
        assertThat(written).contains(here);
        Path unused = Files.writeString(noted, written.replace(here, "\"threads\":99"));

        requireWhole();

        assertThat(computed).hasSize(2 * BATCH + ROWS);
        assertThat(cache.computedUnder(SampleKey.KEY))
                .contains(TorchEngine.running().identity());
    }

    @Test
    void startsAnew_whereTheNoteIsOfAnotherVersion() throws IOException {
        buildUntil(2 * BATCH);
        Path noted = left().resolve(WrittenRows.FILE);
        WrittenRows written = Json.mapper().readValue(noted.toFile(), WrittenRows.class);
        Path unused = Files.writeString(noted, Json.text(Map.of("computing", "cpu 2", "shards", written.shards())));

        requireWhole();

        assertThat(computed).hasSize(2 * BATCH + ROWS);
    }

    @Test
    void leavesAStoppedBuildToOneOfTwo() throws IOException {
        buildUntil(2 * BATCH);
        FeatureCache other = new FeatureCache(directory, Clock.systemUTC());

        cache.open(SampleKey.KEY, SIZE, sink -> {
            assertThat(sink.rowCount()).isEqualTo(2 * BATCH);
            other.open(SampleKey.KEY, SIZE, fresh -> {
                assertThat(fresh.rowCount()).isZero();
                compute(fresh);
            });
            compute(sink);
        });

        requireWhole();
    }
}
