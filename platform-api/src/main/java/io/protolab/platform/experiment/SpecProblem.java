package io.protolab.platform.experiment;

/**
 * One thing wrong with a spec.
 *
 * @param path dotted path of the field, such as {@code training.epochs} or {@code datasets[1].kind}; empty for the whole file
 * @param message value, what is allowed and the next step, in one sentence
 */
public record SpecProblem(String path, String message) {
    @Override
    public String toString() {
        return path.isEmpty() ? message : path + ": " + message;
    }
}
