package io.protolab.gpu.training;

/** The loss is no longer a number; trying again would end the same way. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DivergedException(double loss, int epoch, int step, double learningRate) {
        super("The loss became " + loss + " in step " + step + " of epoch " + epoch + " at learning rate "
                + learningRate + "; try a smaller training.learningRate or loss.sparsity.weight");
    }
}
