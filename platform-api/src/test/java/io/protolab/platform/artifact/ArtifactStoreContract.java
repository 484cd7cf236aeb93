package io.protolab.platform.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link ArtifactStore} does. */
public abstract class ArtifactStoreContract {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
    private static final String SHA256_OF_HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    protected Path directory;

    /** The same empty store for all calls of one test; it may use a part of {@link #directory}. */
    protected abstract ArtifactStore store() throws IOException;

    @Test
    void keepsBytesUnderTheirChecksum() throws IOException {
        Artifact artifact = store().put("notes/hello.txt", HELLO, "text/plain");

        assertThat(artifact).isEqualTo(new Artifact("notes/hello.txt", SHA256_OF_HELLO, 5, "text/plain"));
        assertThat(store().fetch(artifact)).hasBinaryContent(HELLO);
        assertThat(store().location(artifact)).contains(SHA256_OF_HELLO);
    }

    @Test
    void keepsACopyOfAFile() throws IOException {
        Path file = Files.write(directory.resolve("source"), HELLO);
        Artifact artifact = store().put("hello.txt", file, "text/plain");

        Files.writeString(file, "changed since");

        assertThat(store().fetch(artifact)).hasBinaryContent(HELLO);
    }

    @Test
    void keepsEmptyContent() throws IOException {
        Artifact artifact = store().put("nothing", new byte[0], "text/plain");

        assertThat(artifact.size()).isZero();
        assertThat(store().fetch(artifact)).isEmptyFile();
    }

    @Test
    void keepsTheSameContentOnce_whateverItsName() throws IOException {
        Artifact one = store().put("one", HELLO, "text/plain");
        Artifact two = store().put("two", HELLO, Artifact.MARKDOWN);

        assertThat(store().location(two)).isEqualTo(store().location(one));
        assertThat(store().fetch(two)).isEqualTo(store().fetch(one));
    }

    @Test
    void keepsContentThatManyPutAtTheSameTime() throws Exception {
        byte[] content = new byte[300_000];
        ArtifactStore store = store();
        ExecutorService writers = Executors.newFixedThreadPool(4);
        List<Callable<Artifact>> puts = IntStream.range(0, 8)
                .<Callable<Artifact>>mapToObj(i -> () -> store.put("zeros", content, "application/octet-stream"))
                .toList();

        for (Future<Artifact> put : writers.invokeAll(puts)) {
            assertThat(store.fetch(put.get())).hasBinaryContent(content);
        }

        writers.shutdown();
    }

    @Test
    void namesWhatIsMissing() throws IOException {
        Artifact unknown = new Artifact("evaluation/predictions", SHA256_OF_HELLO, 5, Artifact.SAFETENSORS);

        assertThatThrownBy(() -> store().fetch(unknown))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(
                        "evaluation/predictions", SHA256_OF_HELLO, "missing", store().location(unknown));
    }

    @Test
    void namesTheFileThatIsNotThere() {
        Path nowhere = directory.resolve("nowhere");

        assertThatThrownBy(() -> store().put("hello.txt", nowhere, "text/plain"))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("hello.txt", nowhere.toString());
    }
}
