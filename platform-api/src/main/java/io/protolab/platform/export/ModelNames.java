package io.protolab.platform.export;

/** Names in MLflow's model registry. */
public final class ModelNames {
    private static final int LONGEST = 200;

    private ModelNames() {}

    /** @throws IllegalArgumentException if MLflow would refuse the name */
    public static void verify(String name) {
        if (name.isBlank() || name.length() > LONGEST || name.matches(".*[/:\\p{Cntrl}].*")) {
            throw new IllegalArgumentException("model name '" + name + "' is not one that MLflow takes; give up to "
                    + LONGEST + " characters without '/' and ':'");
        }
    }

    /** The name for models of an experiment, whose own name may be a path. */
    public static String of(String experiment) {
        String name = experiment.replaceAll("[/:\\p{Cntrl}]", "-");
        return name.substring(0, Math.min(name.length(), LONGEST));
    }
}
