package io.protolab.gpu.pretraining;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How often the variant of a part is recognised: the answers of all patches that show the part are added, the largest in the part's group
 * is taken. Scenes in which no patch shows the part do not count.
 *
 * @param right per part: beak, eye, foot, tail, wing
 * @param asked per part
 */
@SuppressWarnings("ArrayRecordComponent") // counters, never compared
record PartAccuracy(int[] right, int[] asked) {
    private static final List<String> NAMES = List.of("beak", "eye", "foot", "tail", "wing");

    PartAccuracy() {
        this(new int[Scene.VARIED_PARTS], new int[Scene.VARIED_PARTS]);
    }

    /**
     * Counts a batch.
     *
     * @param answers [scenes, N, 32] in row-major order
     */
    void count(List<Scene> scenes, float[] answers) {
        int perScene = scenes.get(0).patches() * PatchObjective.OUTPUTS;
        for (int i = 0; i < scenes.size(); i++) {
            float[] own = Arrays.copyOfRange(answers, i * perScene, (i + 1) * perScene);
            for (int part = 0; part < Scene.VARIED_PARTS; part++) {
                int guess = guess(scenes.get(i), part, own);
                if (guess >= 0) {
                    asked[part]++;
                    right[part] += guess == scenes.get(i).variants()[part] ? 1 : 0;
                }
            }
        }
    }

    private static int guess(Scene scene, int part, float[] answers) {
        float[] sums = new float[Scene.variantCount(part)];
        boolean seen = false;
        for (int patch = 0; patch < scene.patches(); patch++) {
            if (scene.shows(patch, part)) {
                seen = true;
                int from = patch * PatchObjective.OUTPUTS + Scene.PARTS + Scene.firstVariant(part);
                for (int variant = 0; variant < sums.length; variant++) {
                    sums[variant] += answers[from + variant];
                }
            }
        }
        return seen ? largest(sums) : -1;
    }

    private static int largest(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int part = 0; part < right.length; part++) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s%s %.3f",
                    part == 0 ? "" : ", ",
                    NAMES.get(part),
                    (double) right[part] / asked[part]));
        }
        return text.toString();
    }
}
