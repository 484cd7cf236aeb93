package io.protolab.gpu.pretraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.protolab.gpu.image.Preprocessing;
import io.protolab.gpu.image.RgbImage;
import io.protolab.gpu.model.VitShape;
import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.Safetensors;
import io.protolab.gpu.tensor.SeededRandom;
import io.protolab.gpu.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningEngine.class)
class PretrainingTest {
    /** Two by two patches of 4 pixels. */
    private static final PretrainingRecipe TINY = new PretrainingRecipe(
            VitShape.plain(16, 1, 2, 4, 8, 32, 0, 1e-6), 1200, 24, 1e-2, 0.05, 0.01, 0.05, 0.9, 0.98, 1e-8, 1, 2, 1, 7);

    @Test
    void learnsPartsAndVariants(@TempDir Path directory) throws IOException {
        List<String> lines = new ArrayList<>();

        new Pretraining(TINY, lines::add)
                .run(PretrainingTest::colouredPatch, PretrainingTest::colouredPatch, 50, file(directory));

        assertThat(lines).last().asString().contains("eye 1.000");
        try (NamedTensors weights = Safetensors.read(file(directory))) {
            assertThat(weights.names()).contains("blocks.0.attn.qkv.weight", "norm.bias");
        }
    }

    @Test
    void writesTheSameBytesAgain(@TempDir Path first, @TempDir Path second) throws IOException {
        for (Path directory : List.of(first, second)) {
            new Pretraining(TINY.withSamples(72), line -> {})
                    .run(PretrainingTest::colouredPatch, PretrainingTest::colouredPatch, 4, file(directory));
        }

        assertThat(file(first)).hasSameBinaryContentAs(file(second));
    }

    @Test
    void weighsEachPartEqually_howeverManyPatchesShowIt() {
        Scene oneEye = scene(new byte[192], 1, new int[] {-1, 2, -1, -1, -1}, 1);
        Scene threeEyes = scene(new byte[192], 1, new int[] {-1, 0, -1, -1, -1}, 0, 1, 2);
        SceneBatch batch = SceneBatch.of(
                List.of(oneEye, threeEyes), new Preprocessing(8, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0)));

        double variantLoss =
                PatchObjective.variantLoss(Tensors.full(0, 2, 4, 32), batch).toDouble();
        double partLoss =
                PatchObjective.partLoss(Tensors.full(0, 2, 4, 32), batch).toDouble();

        assertThat(variantLoss)
                .isEqualTo(Math.log(3) / 5, within(1e-6)); // eyes have 3 variants, other parts are absent
        assertThat(partLoss).isEqualTo(Math.log(2), within(1e-6));
    }

    @Test
    void warmsUpThenFallsToItsFinalShare() {
        assertThat(TINY.learningRate(0)).isEqualTo(1e-2 / 3, within(1e-12));
        assertThat(TINY.learningRate(2)).isEqualTo(1e-2, within(1e-12));
        assertThat(TINY.learningRate(TINY.steps())).isEqualTo(1e-4, within(1e-12));
    }

    private static Path file(Path directory) {
        return directory.resolve("weights.safetensors");
    }

    /** One patch shows an eye, its channel tells the variant. */
    private static Scene colouredPatch(long index) {
        SeededRandom random = SeededRandom.of(3, "scene", index);
        int patch = random.nextInt(4);
        int variant = random.nextInt(3);
        byte[] rgb = new byte[3 * 64];
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 4; x++) {
                int pixel = (patch / 2 * 4 + y) * 8 + patch % 2 * 4 + x;
                rgb[3 * pixel + variant] = (byte) 255;
            }
        }
        return scene(rgb, 1, new int[] {-1, variant, -1, -1, -1}, patch);
    }

    private static Scene scene(byte[] rgb, int part, int[] variants, int... patches) {
        byte[] parts = new byte[4 * Scene.PARTS];
        for (int patch : patches) {
            parts[patch * Scene.PARTS + part] = 1;
        }
        return new Scene(new RgbImage(8, 8, rgb), parts, variants);
    }
}
