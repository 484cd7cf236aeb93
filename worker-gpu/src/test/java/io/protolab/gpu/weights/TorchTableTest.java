package io.protolab.gpu.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.gpu.tensor.FloatReader;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.TensorFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Pickles are assembled from their instructions, so that a test shows what the reader sees. */
@ExtendWith(RunningEngine.class)
class TorchTableTest {
    private static final String REBUILD = "ctorch._utils\n_rebuild_tensor_v2\n";

    @TempDir
    Path directory;

    @Test
    void readsTransposedTensorsInTheirOwnOrder() throws IOException {
        Path file = archive("}X\1\0\0\0w" + tensor(6, 0, "K\2K\3\u0086", "K\1K\2\u0086") + "s.", 0, 1, 2, 3, 4, 5);

        try (TensorTable table = TorchTable.open(file, new FloatReader())) {
            assertThat(table.read("w").shape()).containsExactly(2, 3);
            assertThat(table.read("w").toFloats()).containsExactly(0, 2, 4, 1, 3, 5);
        }
    }

    @Test
    void findsTheModelAmongOtherThingsOfATraining() throws IOException {
        String model = "}X\1\0\0\0w" + tensor(4, 1, "K\3\u0085", "K\1\u0085") + "s";
        Path file = archive("}(X\5\0\0\0epochK\7X\5\0\0\0model" + model + "u.", 0, 1, 2, 3);

        try (TensorTable table = TorchTable.open(file, new FloatReader())) {
            assertThat(table.entries()).containsOnlyKeys("w");
            assertThat(table.read("w").toFloats()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void refusesEveryNameThatIsNoTensor() throws IOException {
        assertRefused("cposix\nsystem\n(X\4\0\0\0exittR.", "posix.system");
        assertRefused("\u008c\10builtins\u008c\4eval\u0093.", "builtins.eval");
        assertRefused("cargparse\nNamespace\n)R.", "argparse.Namespace");
    }

    @Test
    void refusesInstructionsThatNoTensorNeeds() throws IOException {
        assertRefused("ccollections\nOrderedDict\n)\u0081.", "instruction 0x81");
        assertRefused("(icollections\nOrderedDict\n.", "instruction 0x69");
        assertRefused("]}b.", "sets attributes");
    }

    @Test
    void refusesDamagedPickles() throws IOException {
        assertRefused("}X\377\377\377\177w", "damaged pickle");
        assertRefused("h\5.", "damaged pickle");
        assertRefused("tttt", "damaged pickle");
        assertRefused("\u008a\20" + "\177".repeat(16) + ".", "damaged pickle");
        assertRefused("}X\1\0\0\0w" + tensor(2, 0, "K\4\u0085", "K\1\u0085") + "s.", "damaged pickle");
        assertRefused("}X\1\0\0\0w" + tensor(2, 0, "J\377\377\377\377\u0085", "K\1\u0085") + "s.", "damaged pickle");
        assertRefused("}X\1\0\0\0w" + tensor(9, 0, "K\4\u0085", "K\1\u0085") + "s.", "tensor 'w'");
        assertRefused("}.", "no state dictionary");
    }

    @Test
    void refusesTensorsOfMoreAxesThanAnyoneHas() throws IOException {
        String endless = "(" + "K\1".repeat(100_000) + "t";

        assertRefused("}X\1\0\0\0w" + tensor(4, 0, endless, endless) + "s.", "damaged pickle");
    }

    @Test
    void refusesLargeModelsMadeOfOneValue() throws IOException {
        String shape = "J\0\0\2\0J\0\0\2\0\u0086"; // 131072 by 131072

        assertRefused("}X\1\0\0\0w" + tensor(4, 0, shape, "K\0K\0\u0086") + "s.", "compressed or repeated");
    }

    @Test
    void noticesThatAStorageWasDamaged() throws IOException {
        Path file = stored("}X\1\0\0\0w" + tensor(4, 0, "K\4\u0085", "K\1\u0085") + "s.", 1, 2, 3, 4);
        byte[] bytes = Files.readAllBytes(file);
        int third = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\0\0@@");
        bytes[third + 2] ^= 1;
        Files.write(file, bytes);

        try (TensorTable table = TorchTable.open(file, new FloatReader())) {
            assertThatThrownBy(() -> table.read("w"))
                    .isInstanceOf(TensorFileException.class)
                    .hasMessageContaining("damaged in entry 0");
        }
    }

    @Test
    void refusesListsThatHoldThemselves() throws IOException {
        assertRefused("]q\0h\0aX\1\0\0\0x\u0086.", "no state dictionary");
        assertRefused("}q\0X\5\0\0\0modelh\0s.", "no state dictionary");
    }

    @Test
    void refusesArchivesOfOtherPrograms() throws IOException {
        Path file = directory.resolve("other.pth");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            put(zip, "readme", "hello".getBytes(StandardCharsets.UTF_8));
        }

        assertThatThrownBy(() -> TorchTable.open(file, new FloatReader()))
                .isInstanceOf(TensorFileException.class)
                .hasMessageContaining("not one of torch.save");
    }

    private void assertRefused(String instructions, String word) throws IOException {
        Path file = archive(instructions, 0, 1, 2, 3);

        assertThatThrownBy(() -> TorchTable.open(file, new FloatReader()))
                .isInstanceOf(TensorFileException.class)
                .hasMessageContaining(file.getFileName().toString())
                .hasMessageContaining(word);
    }

    /** A tensor in the one storage; sizes are pushed by instructions. */
    private static String tensor(int storageCount, int offset, String shape, String stride) {
        String storage =
                "(X\7\0\0\0storagectorch\nFloatStorage\nX\1\0\0\0000X\3\0\0\0cpuK" + (char) storageCount + "tQ";
        return REBUILD + "(" + storage + "K" + (char) offset + shape + stride + "\u0089}tR";
    }

    private Path archive(String instructions, float... values) throws IOException {
        return archive(ZipEntry.DEFLATED, instructions, values);
    }

    /** As {@link #archive}, without compression, which is how PyTorch writes. */
    private Path stored(String instructions, float... values) throws IOException {
        return archive(ZipEntry.STORED, instructions, values);
    }

    private Path archive(int method, String instructions, float... values) throws IOException {
        Path file = Files.createTempFile(directory, "model", ".pth");
        ByteBuffer storage = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        storage.asFloatBuffer().put(values);
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(new byte[] {(byte) 0x80, 2});
        pickle.writeBytes(instructions.getBytes(StandardCharsets.ISO_8859_1));
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            put(zip, "archive/data.pkl", pickle.toByteArray());
            ZipEntry data = new ZipEntry("archive/data/0");
            data.setMethod(method);
            data.setSize(storage.capacity());
            data.setCrc(checksum(storage.array()));
            zip.putNextEntry(data);
            zip.write(storage.array());
            zip.closeEntry();
        }
        return file;
    }

    private static long checksum(byte[] content) {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        return checksum.getValue();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }
}
