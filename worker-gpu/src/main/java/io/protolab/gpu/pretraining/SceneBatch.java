package io.protolab.gpu.pretraining;

import io.protolab.gpu.image.Preprocessing;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.Tensors;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scenes as tensors; B scenes, N patches.
 *
 * @param pixels [B, 3, H, W], normalised
 * @param parts [B, N, 6, 2] of zeros and ones: shown, not shown
 * @param variants [B, N, 26]: at every patch that shows a part, a weight at the part's variant; the weights of a part sum to 1
 */
record SceneBatch(Tensor pixels, Tensor parts, Tensor variants) {
    static SceneBatch of(List<Scene> scenes, Preprocessing preprocessing) {
        int size = preprocessing.size();
        float[][] pixels = scenes.parallelStream()
                .map(scene -> preprocessing.apply(scene.image()))
                .toArray(float[][]::new);
        float[] joined = new float[scenes.size() * 3 * size * size];
        for (int i = 0; i < pixels.length; i++) {
            System.arraycopy(pixels[i], 0, joined, i * pixels[i].length, pixels[i].length);
        }
        int count = scenes.size();
        int patches = scenes.get(0).patches();
        return new SceneBatch(
                Tensors.of(joined, count, 3, size, size),
                Tensors.of(parts(scenes), count, patches, Scene.PARTS, 2),
                Tensors.of(variants(scenes), count, patches, Scene.VARIANTS));
    }

    /** Scenes {@code first … first + count − 1}, drawn by all processors. */
    static List<Scene> draw(SceneSource source, long first, int count) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> source.scene(first + i))
                .toList();
    }

    private static float[] parts(List<Scene> scenes) {
        int perScene = scenes.get(0).parts().length;
        float[] targets = new float[scenes.size() * perScene * 2];
        for (int i = 0; i < scenes.size(); i++) {
            byte[] parts = scenes.get(i).parts();
            for (int j = 0; j < perScene; j++) {
                targets[2 * (i * perScene + j) + (parts[j] == 1 ? 0 : 1)] = 1;
            }
        }
        return targets;
    }

    private static float[] variants(List<Scene> scenes) {
        int patches = scenes.get(0).patches();
        float[] targets = new float[scenes.size() * patches * Scene.VARIANTS];
        for (int part = 0; part < Scene.VARIED_PARTS; part++) {
            float weight = 1f / Math.max(1, shownCount(scenes, part));
            for (int i = 0; i < scenes.size(); i++) {
                int variant = Scene.firstVariant(part) + scenes.get(i).variants()[part];
                for (int patch = 0; patch < patches; patch++) {
                    if (scenes.get(i).shows(patch, part)) {
                        targets[(i * patches + patch) * Scene.VARIANTS + variant] = weight;
                    }
                }
            }
        }
        return targets;
    }

    private static int shownCount(List<Scene> scenes, int part) {
        return scenes.stream()
                .mapToInt(scene -> (int) IntStream.range(0, scene.patches())
                        .filter(patch -> scene.shows(patch, part))
                        .count())
                .sum();
    }
}
