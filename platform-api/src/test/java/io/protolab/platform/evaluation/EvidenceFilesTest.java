package io.protolab.platform.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceFilesTest {
    private static final Predictions PREDICTIONS =
            new Predictions(new int[] {4, 9}, new int[] {0, 2}, 3, new float[] {1.5f, -0f, Float.MIN_VALUE, 3, 4, 5});

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("evidence.safetensors");
    }

    @Test
    void readsPredictionsAsWritten() throws IOException {
        PREDICTIONS.write(file());

        Predictions read = Predictions.read(file());

        assertThat(read.rows()).containsExactly(4, 9);
        assertThat(read.labels()).containsExactly(0, 2);
        assertThat(read.classes()).isEqualTo(3);
        assertThat(read.logits()).containsExactly(1.5f, -0f, Float.MIN_VALUE, 3, 4, 5);
    }

    @Test
    void readsExplanationsAsWritten() throws IOException {
        float[] maps = new float[2 * 4];
        for (int i = 0; i < maps.length; i++) {
            maps[i] = i / 8f;
        }
        new Explanations(new int[] {7}, 2, 3, 2, new float[] {0.5f, 2}, new float[] {1, 2, 3, 4, 5, 6}, maps)
                .write(file());

        Explanations read = Explanations.read(file());

        assertThat(read.images()).isEqualTo(1);
        assertThat(read.prototypes()).isEqualTo(2);
        assertThat(read.classes()).isEqualTo(3);
        assertThat(read.grid()).isEqualTo(2);
        assertThat(read.importance(0, 1, 2)).isEqualTo(2 * 6);
        assertThat(read.similarityMaps()).containsExactly(maps);
    }

    @Test
    void readsDeletionsAsWritten() throws IOException {
        new Deletions(new int[] {1}, 2, 2, new float[] {1, 2, 3, 4}).write(file());

        Deletions read = Deletions.read(file());

        assertThat(read.parts()).isEqualTo(2);
        assertThat(read.classes()).isEqualTo(2);
        assertThat(read.logits()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void givesTheSameBytesForTheSameNumbers() throws IOException {
        PREDICTIONS.write(file());
        PREDICTIONS.write(directory.resolve("again"));

        assertThat(file()).hasSameBinaryContentAs(directory.resolve("again"));
    }

    @Test
    void isReadableByAnythingThatReadsSafetensors() throws IOException {
        PREDICTIONS.write(file());

        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file())).order(ByteOrder.LITTLE_ENDIAN);
        byte[] header = new byte[(int) bytes.getLong()];
        bytes.get(header);
        JsonNode logits = new ObjectMapper().readTree(header).get("logits");

        assertThat(header.length % 8).isZero();
        assertThat(logits.get("dtype").asText()).isEqualTo("F32");
        assertThat(logits.get("shape")).hasToString("[2,3]");
        assertThat(bytes.getFloat(
                        bytes.position() + logits.get("data_offsets").get(0).asInt()))
                .isEqualTo(1.5f);
    }

    @Test
    void refusesATruncatedFile() throws IOException {
        PREDICTIONS.write(file());
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, whole.length - 1));

        assertThatThrownBy(() -> Predictions.read(file()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("evidence.safetensors")
                .hasMessageContaining("truncated");
    }

    @Test
    void refusesAnotherKindOfEvidence_namingWhatIsMissing() throws IOException {
        PREDICTIONS.write(file());

        assertThatThrownBy(() -> Explanations.read(file()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has no tensor class_weights");
    }

    @Test
    void refusesWhatIsNoSafetensorsFile() throws IOException {
        Files.writeString(file(), "<!DOCTYPE html><html></html>");

        assertThatThrownBy(() -> Predictions.read(file()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not a safetensors file");
    }

    @Test
    void refusesArraysThatDoNotFitEachOther() {
        assertThatThrownBy(() -> new Predictions(new int[1], new int[2], 3, new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 rows, 2 labels");
    }
}
