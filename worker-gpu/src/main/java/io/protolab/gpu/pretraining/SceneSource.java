package io.protolab.gpu.pretraining;

/** Scenes by number; the same number is always the same scene. Safe for several threads at once. */
@FunctionalInterface
public interface SceneSource {
    Scene scene(long index);
}
