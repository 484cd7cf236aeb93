package io.protolab.gpu.pretraining;

import io.protolab.gpu.image.Preprocessing;
import io.protolab.gpu.model.RandomWeights;
import io.protolab.gpu.model.VisionTransformer;
import io.protolab.gpu.tensor.ElementType;
import io.protolab.gpu.tensor.Gradients;
import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Safetensors;
import io.protolab.gpu.tensor.SeededRandom;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.gpu.tensor.Tensors;
import io.protolab.gpu.tensor.TorchEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Trains a vision transformer on scenes and writes its weights.
 *
 * <p>Recipe {@link PretrainingRecipe#TINY_VIT} takes 179,200 scenes, 6 to 9 minutes on two cores. On complete birds it has never seen it
 * recognises beak, eye, foot, tail and wing in at least 94, 99, 90, 86 and 88 of 100 pictures. The engine must run
 * ({@link TorchEngine#start}); with the same number of threads the same recipe and scenes give the same bits.
 */
public final class Pretraining {
    private static final int STEPS_PER_REPORT = 100;
    private static final double WEIGHT_DEVIATION = 0.02;

    private final PretrainingRecipe recipe;
    private final Preprocessing preprocessing;
    private final Consumer<String> report;

    /** @param report takes a line of progress now and then */
    public Pretraining(PretrainingRecipe recipe, Consumer<String> report) {
        this.recipe = recipe;
        this.preprocessing =
                new Preprocessing(recipe.imageSize(), Preprocessing.IMAGENET_MEAN, Preprocessing.IMAGENET_STD);
        this.report = report;
    }

    /**
     * Trains and writes the weights as fp16 under the names that timm gives them.
     *
     * @param training scenes 0, 1, 2, …
     * @param heldOut scenes 0 … {@code heldOutCount} − 1 to judge the result on
     * @param weights file to write; must not exist yet
     * @throws IOException if the file cannot be written
     */
    public void run(SceneSource training, SceneSource heldOut, int heldOutCount, Path weights) throws IOException {
        try (TensorScope scope = TensorScope.open()) {
            NamedTensors backboneParameters = RandomWeights.of(recipe.shape(), recipe.seed());
            NamedTensors parameters = withObjective(backboneParameters);
            parameters.asMap().values().forEach(Tensor::requireGradient);
            VisionTransformer backbone = new VisionTransformer(recipe.shape(), backboneParameters);
            PatchObjective objective =
                    new PatchObjective(parameters.get("objective.weight"), parameters.get("objective.bias"));
            train(training, backbone, objective, new MatrixDecayAdamW(recipe, parameters));
            report.accept("part accuracy on " + heldOutCount + " scenes: "
                    + accuracy(heldOut, heldOutCount, backbone, objective));
            write(backboneParameters, weights);
        }
    }

    private NamedTensors withObjective(NamedTensors backbone) {
        Map<String, Tensor> all = new LinkedHashMap<>(backbone.asMap());
        int dim = recipe.shape().dim();
        SeededRandom random = SeededRandom.of(recipe.seed(), "objective.weight");
        float[] weight = new float[PatchObjective.OUTPUTS * dim];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = (float) (WEIGHT_DEVIATION * random.nextGaussian());
        }
        all.put("objective.weight", Tensors.of(weight, PatchObjective.OUTPUTS, dim));
        all.put("objective.bias", Tensors.full(0, PatchObjective.OUTPUTS));
        return new NamedTensors(all);
    }

    private void train(
            SceneSource scenes, VisionTransformer backbone, PatchObjective objective, MatrixDecayAdamW optimiser) {
        long start = System.nanoTime();
        double partLoss = 0;
        double variantLoss = 0;
        for (int step = 0; step < recipe.steps(); step++) {
            List<Scene> drawn = SceneBatch.draw(scenes, (long) step * recipe.batchSize(), recipe.batchSize());
            try (TensorScope scope = TensorScope.open()) {
                SceneBatch batch = SceneBatch.of(drawn, preprocessing);
                Tensor parts;
                Tensor variants;
                try (Gradients recording = Gradients.record()) {
                    Tensor answers = objective.answers(patchTokens(backbone, batch.pixels()));
                    parts = PatchObjective.partLoss(answers, batch);
                    variants = PatchObjective.variantLoss(answers, batch);
                    Gradients.backward(
                            parts.multiply(recipe.partWeight()).add(variants.multiply(recipe.variantWeight())));
                }
                optimiser.step(recipe.learningRate(step));
                partLoss += parts.toDouble();
                variantLoss += variants.toDouble();
            }
            if ((step + 1) % STEPS_PER_REPORT == 0 || step + 1 == recipe.steps()) {
                int steps = step % STEPS_PER_REPORT + 1;
                double seconds = (System.nanoTime() - start) / 1e9;
                report.accept(String.format(
                        Locale.ROOT,
                        "step %d of %d: part loss %.4f, variant loss %.4f, %.0f scenes/s",
                        step + 1,
                        recipe.steps(),
                        partLoss / steps,
                        variantLoss / steps,
                        (step + 1) * recipe.batchSize() / seconds));
                partLoss = 0;
                variantLoss = 0;
            }
        }
    }

    private PartAccuracy accuracy(SceneSource scenes, int count, VisionTransformer backbone, PatchObjective objective) {
        PartAccuracy accuracy = new PartAccuracy();
        for (int first = 0; first < count; first += recipe.batchSize()) {
            List<Scene> drawn = SceneBatch.draw(scenes, first, Math.min(recipe.batchSize(), count - first));
            try (TensorScope scope = TensorScope.open()) {
                SceneBatch batch = SceneBatch.of(drawn, preprocessing);
                accuracy.count(
                        drawn,
                        objective.answers(patchTokens(backbone, batch.pixels())).toFloats());
            }
        }
        return accuracy;
    }

    /** Patch tokens [B, N, D] that may be recorded. */
    private Tensor patchTokens(VisionTransformer backbone, Tensor pixels) {
        return backbone.patchTokensOf(backbone.forward(pixels));
    }

    private void write(NamedTensors parameters, Path weights) throws IOException {
        Map<String, Tensor> halves = new LinkedHashMap<>();
        parameters.asMap().forEach((name, tensor) -> halves.put(name, tensor.to(ElementType.F16)));
        Safetensors.write(
                weights,
                new NamedTensors(halves),
                Map.of(
                        "architecture", "vit",
                        "samples", Long.toString(recipe.samples()),
                        "seed", Long.toString(recipe.seed()),
                        "program", Pretraining.class.getName()));
    }
}
