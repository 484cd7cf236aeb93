package io.protolab.standalone.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.artifact.Volume;
import io.protolab.standalone.chaos.Finding.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeAuditTest {
    @TempDir
    private Path root;

    private Volumes volumes;
    private String head;
    private Map<String, String> features;

    @BeforeEach
    void fill() throws IOException {
        volumes = new Volumes(root.resolve("work"), root.resolve("artifacts"), root.resolve("features"), root);
        Files.createDirectories(Volume.open("work", volumes.work()).root().resolve("trials"));
        var unused = Volume.open("features", volumes.features());
        write(volumes.features().resolve("set/tokens-00000.bin"), "tokens");
        features = FileSums.of(volumes.features());
        head = new DirectoryArtifactStore(volumes.artifacts())
                .put("head", "head".getBytes(UTF_8), Artifact.BINARY)
                .sha256();
    }

    @Test
    void findsNothing_whereEveryFileBelongsToSomething() throws IOException {
        assertThat(audit()).isEmpty();
    }

    @Test
    void findsCheckpointsThatNobodyGoesOnFrom() throws IOException {
        write(volumes.work().resolve("trials/t-1/attempt-000001/steps-000000004/state"), "state");
        write(volumes.work().resolve("trials/t-1/fence"), "1");

        assertThat(audit()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.LEFT_BEHIND);
            assertThat(finding.subject()).isEqualTo("work/trials/t-1");
            assertThat(finding.what()).startsWith("2 files");
        });
    }

    @Test
    void findsFeaturesThatChangedVanishedOrBelongToNoSet() throws IOException {
        write(volumes.features().resolve("set/tokens-00000.bin"), "other");
        write(volumes.features().resolve(".half/tokens-00000.bin"), "tok");

        assertThat(audit()).extracting(Finding::kind).containsExactly(Kind.HASH_DIFFERENT, Kind.LEFT_BEHIND);

        Files.delete(volumes.features().resolve("set/tokens-00000.bin"));
        assertThat(audit()).extracting(Finding::kind).contains(Kind.FILE_MISSING);
    }

    @Test
    void findsContentThatIsDamagedUnnamedOrGone() throws IOException {
        Path stored = volumes.artifacts().resolve(head.substring(0, 2) + "/" + head.substring(2, 4) + "/" + head);
        new DirectoryArtifactStore(volumes.artifacts()).put("stray", "stray".getBytes(UTF_8), Artifact.BINARY);
        assertThat(audit()).extracting(Finding::kind).containsExactly(Kind.LEFT_BEHIND);

        Files.delete(stored);
        assertThat(audit()).extracting(Finding::kind).contains(Kind.FILE_MISSING);

        write(stored, "hea");
        assertThat(audit()).extracting(Finding::kind).contains(Kind.HASH_DIFFERENT);
    }

    @Test
    void leavesAWriteThatAKillCutOffToTheStore_andNothingElseBesideIt() throws IOException {
        write(volumes.artifacts().resolve("incoming/123.part"), "he");
        assertThat(audit()).isEmpty();

        write(volumes.artifacts().resolve("incoming/what"), "?");
        assertThat(audit()).extracting(Finding::subject).containsExactly("artifacts/incoming/what");
    }

    private List<Finding> audit() throws IOException {
        return VolumeAudit.of(volumes, features, Set.of("set"), Set.of(head));
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.resolveSibling(".").normalize());
        Files.writeString(file, content);
    }
}
