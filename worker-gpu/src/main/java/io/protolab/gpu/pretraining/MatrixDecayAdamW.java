package io.protolab.gpu.pretraining;

import io.protolab.gpu.tensor.AdamUpdate;
import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.gpu.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** AdamW (Loshchilov and Hutter, arXiv 1711.05101) that decays matrices and kernels, not vectors, and clips the whole gradient. */
final class MatrixDecayAdamW {
    private final PretrainingRecipe recipe;
    private final NamedTensors parameters;
    private final NamedTensors firstMoments;
    private final NamedTensors secondMoments;
    private int steps;

    MatrixDecayAdamW(PretrainingRecipe recipe, NamedTensors parameters) {
        this.recipe = recipe;
        this.parameters = parameters;
        this.firstMoments = zerosLike(parameters);
        this.secondMoments = zerosLike(parameters);
    }

    private static NamedTensors zerosLike(NamedTensors parameters) {
        Map<String, Tensor> zeros = new LinkedHashMap<>();
        parameters.asMap().forEach((name, parameter) -> zeros.put(name, Tensors.full(0, parameter.shape())));
        return new NamedTensors(zeros);
    }

    /** Moves every parameter against its gradient, and forgets the gradients. */
    void step(double learningRate) {
        steps++;
        AdamUpdate plain = update(learningRate, 0);
        AdamUpdate decayed = update(learningRate, recipe.weightDecay());
        try (TensorScope scope = TensorScope.open()) {
            Map<String, Tensor> gradients = new LinkedHashMap<>();
            parameters
                    .asMap()
                    .forEach((name, parameter) ->
                            parameter.gradient().ifPresent(gradient -> gradients.put(name, gradient)));
            clip(gradients.values());
            gradients.forEach((name, gradient) -> {
                Tensor parameter = parameters.get(name);
                (isDecayed(name, parameter) ? decayed : plain)
                        .apply(parameter, gradient, firstMoments.get(name), secondMoments.get(name));
                parameter.clearGradient();
            });
        }
    }

    private AdamUpdate update(double learningRate, double weightDecay) {
        return AdamUpdate.at(steps, learningRate, weightDecay, recipe.beta1(), recipe.beta2(), recipe.epsilon());
    }

    private void clip(Iterable<Tensor> gradients) {
        List<Tensor> squares = new ArrayList<>();
        gradients.forEach(gradient -> squares.add(gradient.square().sum()));
        double norm = Math.sqrt(Tensors.stack(squares, 0).sum().toDouble());
        if (norm > recipe.clipNorm()) {
            Tensor factor = Tensors.full(recipe.clipNorm() / norm, 1);
            gradients.forEach(gradient -> gradient.multiplyInPlace(factor));
        }
    }

    /** Tokens and the position table are vectors in spirit, whatever their leading axes of size 1. */
    private static boolean isDecayed(String name, Tensor parameter) {
        return parameter.shape().length > 1 && !name.endsWith("_token") && !name.equals("pos_embed");
    }
}
