package io.protolab.gpu.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(RunningEngine.class)
class SafetensorsTest {
    @TempDir
    Path directory;

    private Path file(String header, int dataBytes) throws IOException {
        return file(header.getBytes(StandardCharsets.UTF_8), new byte[dataBytes]);
    }

    private Path file(byte[] header, byte[] data) throws IOException {
        ByteBuffer content =
                ByteBuffer.allocate(8 + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        content.putLong(header.length).put(header).put(data);
        return Files.write(directory.resolve("model.safetensors"), content.array());
    }

    @Test
    void readsBackWhatItWrote() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("b", Tensors.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
        tensors.put("a", Tensors.of(new double[] {0.1}, 1));
        tensors.put("scalar", Tensors.of(new float[] {7}));
        Path file = directory.resolve("some.safetensors");

        Safetensors.write(file, new NamedTensors(tensors), Map.of("note", "ä"));

        NamedTensors read = Safetensors.read(file);
        assertThat(read.names()).containsExactly("a", "b", "scalar");
        assertThat(read.get("b").shape()).containsExactly(2, 3);
        assertThat(read.get("b").toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(read.get("a").toDoubles()).containsExactly(0.1);
        assertThat(read.get("scalar").shape()).isEmpty();
        assertThat(Safetensors.readMetadata(file)).containsEntry("note", "ä");
    }

    @Test
    void writesTheSameBytes_whateverTheOrder() throws IOException {
        Tensor one = Tensors.full(1, 3);
        Tensor two = Tensors.full(2, 5);
        Map<String, Tensor> backwards = new LinkedHashMap<>();
        backwards.put("y", two);
        backwards.put("x", one);

        Safetensors.write(directory.resolve("1"), new NamedTensors(Map.of("x", one, "y", two)), Map.of());
        Safetensors.write(directory.resolve("2"), new NamedTensors(backwards), Map.of());

        assertThat(directory.resolve("1")).hasSameBinaryContentAs(directory.resolve("2"));
        assertThat(ByteBuffer.wrap(Files.readAllBytes(directory.resolve("1")))
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .getLong()
                        % 8)
                .isZero();
    }

    @Test
    void widensSixteenBitFloats() throws IOException {
        String header = "{\"half\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]},"
                + "\"brain\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[4,8]}}";
        byte[] data = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0x3C00) // 1
                .putShort((short) 0xC000) // −2
                .putShort((short) 0x3F80) // 1
                .putShort((short) 0xC020) // −2.5
                .array();

        NamedTensors read = Safetensors.readAsFloats(file(header.getBytes(StandardCharsets.UTF_8), data));

        assertThat(read.get("half").toFloats()).containsExactly(1, -2);
        assertThat(read.get("brain").toFloats()).containsExactly(1, -2.5f);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    {'x':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}}                         | needs 8 bytes but has 4
                    {'x':{'dtype':'F7','shape':[1],'data_offsets':[0,4]}}                          | has the type F7
                    {'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'x':{}}                  | is not JSON
                    {'x':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}                         | ends at byte 8 of 4
                    {'x':{'dtype':'F16','shape':[1],'data_offsets':[2,4]}}                         | nothing owns the bytes before
                    {'x':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}                         | was cut off
                    {'x':{'dtype':'F32','shape':[4611686018427387904,8],'data_offsets':[0,4]}}     | too large to count
                    {'x':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}}                        | has the shape [-1]
                    {'x':{'dtype':'F32','shape':[1.5],'data_offsets':[0,4]}}                       | has the shape [1.5]
                    {'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'y':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | shares bytes
                    {'x':{'shape':[1],'data_offsets':[0,4]}}                                       | has the type (none)
                    {'x':{'dtype':'F32','shape':[1]}}                                              | data_offsets
                    {'x':{'dtype':'F32','data_offsets':[0,4]}}                                     | has no shape
                    []                                                                             | not a JSON object
                    {'x':                                                                          | is not JSON
                    """)
    void refusesAMalformedFile(String header, String fault) throws IOException {
        Path file = file(header.replace('\'', '"'), 4);

        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(TensorFileException.class)
                .hasMessageContaining("model.safetensors")
                .hasMessageContaining(fault);
    }

    @ParameterizedTest
    @CsvSource({
        "<!DOCTYPE html><html></html>, web page",
        "version https://git-lfs.github.com/spec/v1, git-lfs pointer",
        "PK0000000000000000, convert it to safetensors",
        "short, has only 5 bytes",
    })
    void saysWhatAFileIsInstead(String content, String guess) throws IOException {
        Path file = Files.writeString(directory.resolve("model.safetensors"), content);

        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(TensorFileException.class)
                .hasMessageContaining(guess);
    }

    @Test
    void refusesAnImpossibleHeaderLength() throws IOException {
        for (long length : new long[] {-1, 1L << 60, 9}) {
            byte[] content = ByteBuffer.allocate(16)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(length)
                    .array();
            Path file = Files.write(directory.resolve("model.safetensors"), content);

            assertThatThrownBy(() -> Safetensors.read(file))
                    .isInstanceOf(TensorFileException.class)
                    .hasMessageContaining(Long.toUnsignedString(length) + " bytes");
        }
    }
}
