package io.protolab.standalone;

import io.protolab.cpu.dataset.flatbirds.Part;
import io.protolab.cpu.dataset.flatbirds.PretrainingSample;
import io.protolab.cpu.dataset.flatbirds.PretrainingScenes;
import io.protolab.gpu.image.RgbImage;
import io.protolab.gpu.pretraining.Pretraining;
import io.protolab.gpu.pretraining.PretrainingRecipe;
import io.protolab.gpu.pretraining.Scene;
import io.protolab.gpu.tensor.DeviceChoice;
import io.protolab.gpu.tensor.TorchEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes the tiny ViT that ships with the platform, from rendered birds of classes that no demo dataset has.
 *
 * <p>{@code java -cp 'deploy/standalone/target/classes:deploy/standalone/target/lib/*' io.protolab.standalone.PretrainTinyVit FILE}
 */
public final class PretrainTinyVit {
    private static final long TRAINING_SEED = 0;
    private static final long HELD_OUT_SEED = 1;
    private static final int HELD_OUT = 2000;

    /** Bits depend on it; two cores are what every machine has. */
    private static final int THREADS = 2;

    private PretrainTinyVit() {}

    public static void main(String[] arguments) throws IOException {
        TorchEngine.start(DeviceChoice.CPU, THREADS);
        PretrainingScenes training = PretrainingScenes.forDemo(TRAINING_SEED);
        PretrainingScenes heldOut = PretrainingScenes.forDemo(HELD_OUT_SEED);
        new Pretraining(PretrainingRecipe.TINY_VIT, System.out::println)
                .run(
                        index -> scene(training.sample(index)),
                        index -> scene(heldOut.sample(index)),
                        HELD_OUT,
                        Path.of(arguments[0]));
    }

    /** The renderer numbers variants through all parts, the objective within each. */
    private static Scene scene(PretrainingSample sample) {
        List<Part> parts = Part.ALL;
        int side = (int) Math.round(Math.sqrt(sample.rgb().length / 3.0));
        int[] variants = new int[parts.size()];
        for (int part = 0; part < variants.length; part++) {
            int id = sample.variants()[part];
            variants[part] = id < 0 ? -1 : id - parts.get(part).firstVariantId();
        }
        return new Scene(new RgbImage(side, side, sample.rgb()), sample.parts(), variants);
    }
}
