package io.protolab.gpu.training;

import io.protolab.gpu.tensor.AdamUpdate;
import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.gpu.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * AdamW (Loshchilov and Hutter, arXiv 1711.05101) as PyTorch computes it, with weight decay on every parameter. The moments
 * are ours, so they can be saved.
 */
public final class AdamW implements AutoCloseable {
    private final Settings settings;
    private final ToDoubleFunction<String> rateMultiple;
    private final NamedTensors parameters;
    private final NamedTensors firstMoments;
    private final NamedTensors secondMoments;
    private int stepCount;

    /**
     * The constants of the method.
     *
     * @param weightDecay decoupled from the gradient
     * @param beta1 decay of the first moment
     * @param beta2 decay of the second moment
     * @param epsilon added to the corrected root of the second moment
     */
    public record Settings(double weightDecay, double beta1, double beta2, double epsilon) {}

    /** @param rateMultiple of each parameter, by its name: its own learning rate over that of a step */
    AdamW(
            Settings settings,
            ToDoubleFunction<String> rateMultiple,
            NamedTensors parameters,
            NamedTensors firstMoments,
            NamedTensors secondMoments,
            int stepCount) {
        this.settings = settings;
        this.rateMultiple = rateMultiple;
        this.parameters = parameters;
        this.firstMoments = firstMoments;
        this.secondMoments = secondMoments;
        this.stepCount = stepCount;
    }

    /** An optimiser that has not seen a gradient. */
    public static AdamW fresh(Settings settings, NamedTensors parameters) {
        return fresh(settings, name -> 1, parameters);
    }

    /** The same with a learning rate of its own for each parameter, as a multiple of that of a step. */
    static AdamW fresh(Settings settings, ToDoubleFunction<String> rateMultiple, NamedTensors parameters) {
        return new AdamW(settings, rateMultiple, parameters, zeros(parameters), zeros(parameters), 0);
    }

    private static NamedTensors zeros(NamedTensors parameters) {
        Map<String, Tensor> zeros = new LinkedHashMap<>();
        parameters
                .asMap()
                .forEach((name, parameter) -> zeros.put(name, Tensors.full(0, parameter.type(), parameter.shape())));
        return new NamedTensors(zeros);
    }

    public NamedTensors firstMoments() {
        return firstMoments;
    }

    public NamedTensors secondMoments() {
        return secondMoments;
    }

    int stepCount() {
        return stepCount;
    }

    /** Moves every parameter that has a gradient, and clears the gradients. */
    void step(double learningRate) {
        stepCount++;
        try (TensorScope scope = TensorScope.open()) {
            parameters
                    .asMap()
                    .forEach((name, parameter) -> parameter.gradient().ifPresent(gradient -> {
                        double rate = learningRate * rateMultiple.applyAsDouble(name);
                        update(rate).apply(parameter, gradient, firstMoments.get(name), secondMoments.get(name));
                        parameter.clearGradient();
                    }));
        }
    }

    /** Forgets the gradients of a step that is not done. */
    void dropGradients() {
        try (TensorScope scope = TensorScope.open()) {
            parameters
                    .asMap()
                    .values()
                    .forEach(parameter -> parameter.gradient().ifPresent(gradient -> parameter.clearGradient()));
        }
    }

    private AdamUpdate update(double learningRate) {
        return AdamUpdate.at(
                stepCount,
                learningRate,
                settings.weightDecay(),
                settings.beta1(),
                settings.beta2(),
                settings.epsilon());
    }

    @Override
    public void close() {
        firstMoments.close();
        secondMoments.close();
    }
}
