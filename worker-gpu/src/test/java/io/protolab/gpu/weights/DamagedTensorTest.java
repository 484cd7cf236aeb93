package io.protolab.gpu.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.gpu.GoldenCase;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.TensorFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every tensor of every layout in turn is lost, misshapen or spoiled; the message has to name that one. */
@ExtendWith(RunningEngine.class)
class DamagedTensorTest {
    @TempDir
    Path directory;

    /** One of each kind of file. */
    static Stream<String> cases() {
        Set<String> seen = new HashSet<>();
        return GoldenCase.names("").filter(name -> {
            JsonNode description = GoldenCase.description(name);
            return description.path("kind").asText().equals("backbone")
                    && description.path("weights").size() == 1
                    && seen.add(description.path("family") + " " + description.path("layout") + " "
                            + description.path("arch").path("ffn"));
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void namesTheTensorThatIsMissing(String name) throws IOException {
        assertEachNamed(GoldenCase.read(name), EditedSafetensors::remove);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void namesTheTensorThatHasAnotherShape(String name) throws IOException {
        assertEachNamed(GoldenCase.read(name), EditedSafetensors::lengthen);
        assertEachNamed(GoldenCase.read(name), DamagedTensorTest::transpose);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void namesTheTensorThatHoldsNoNumbers(String name) throws IOException {
        assertEachNamed(GoldenCase.read(name), EditedSafetensors::spoil);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void namesTensorsThatNobodyKnows(String name) throws IOException {
        GoldenCase golden = GoldenCase.read(name);
        for (String tensor : used(golden, weights(golden))) {
            Path file = copy(golden);
            new EditedSafetensors(file).rename(tensor, tensor + "_ema").write(file);

            assertThatThrownBy(() -> load(golden))
                    .as(golden.directory().getFileName() + " " + tensor)
                    .hasMessageContaining("'" + tensor + "_ema'");
        }
    }

    private void assertEachNamed(GoldenCase golden, BiConsumer<EditedSafetensors, String> damage) throws IOException {
        for (String tensor : used(golden, weights(golden))) {
            Path file = copy(golden);
            EditedSafetensors edited = new EditedSafetensors(file);
            damage.accept(edited, tensor);
            edited.write(file);

            assertThatThrownBy(() -> load(golden))
                    .as(golden.directory().getFileName() + " " + tensor)
                    .isInstanceOf(TensorFileException.class)
                    .hasMessageContaining("'" + tensor + "'");
        }
    }

    /** A vector becomes a row. */
    private static void transpose(EditedSafetensors edited, String tensor) {
        long[] shape = edited.shape(tensor);
        if (shape.length == 1 || shape[0] == shape[shape.length - 1]) {
            edited.reshape(tensor, 1, Arrays.stream(shape).reduce(1, (left, right) -> left * right));
            return;
        }
        long[] turned = new long[shape.length];
        for (int axis = 0; axis < shape.length; axis++) {
            turned[axis] = shape[shape.length - 1 - axis];
        }
        edited.reshape(tensor, turned);
    }

    private void load(GoldenCase golden) throws IOException {
        boolean described = Files.exists(directory.resolve("config.json"))
                || Files.exists(directory.resolve("open_clip_config.json"));
        Path path = described ? directory : directory.resolve(fileName(golden));
        PublishedBackbone.recognise(path, hints(golden)).load().close();
    }

    /** Only what the files cannot tell. */
    private static Architecture hints(GoldenCase golden) {
        JsonNode arch = golden.description().path("arch");
        return Architecture.unknown()
                .with(Trait.HEADS, arch.path("heads").asInt())
                .with(Trait.REGISTERS, arch.path("registers").asInt());
    }

    private static Set<String> used(GoldenCase golden, Path file) throws IOException {
        Set<String> used = new HashSet<>(new EditedSafetensors(file).names());
        golden.description().path("unused_in_file").forEach(name -> used.remove(name.asText()));
        used.removeIf(name -> name.contains(".1.")); // the second block is like the first
        assertThat(used).isNotEmpty();
        return used;
    }

    private static Path weights(GoldenCase golden) {
        return golden.directory().resolve(fileName(golden));
    }

    private static String fileName(GoldenCase golden) {
        return golden.description().path("weights").get(0).asText();
    }

    private Path copy(GoldenCase golden) throws IOException {
        List<String> files = new ArrayList<>(List.of(fileName(golden)));
        for (String description : List.of("config.json", "open_clip_config.json")) {
            if (Files.exists(golden.directory().resolve(description))) {
                files.add(description);
            }
        }
        for (String file : files) {
            Files.write(
                    directory.resolve(file),
                    Files.readAllBytes(golden.directory().resolve(file)));
        }
        return directory.resolve(fileName(golden));
    }
}
