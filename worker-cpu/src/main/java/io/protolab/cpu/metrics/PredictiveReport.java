package io.protolab.cpu.metrics;

import static io.protolab.cpu.metrics.Optionals.orNull;

import io.protolab.platform.evaluation.Predictions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How well a model predicts.
 *
 * @param auroc absent if no class has both positives and negatives
 * @param confusion rows are true classes
 */
record PredictiveReport(
        double accuracy,
        double balancedAccuracy,
        double macroF1,
        double top5,
        double calibrationError,
        @Nullable Double auroc,
        List<ClassRow> classes,
        int[][] confusion) {
    /**
     * One line of the per-class table.
     *
     * @param recall the accuracy within the class; absent without an image of it
     * @param precision absent if the class is never predicted
     */
    record ClassRow(
            String name,
            int images,
            int predicted,
            int correct,
            @Nullable Double recall,
            @Nullable Double precision,
            double f1) {
        static ClassRow of(String name, ClassResult result) {
            return new ClassRow(
                    name,
                    result.imageCount(),
                    result.predictedCount(),
                    result.correctCount(),
                    orNull(result.recall()),
                    orNull(result.precision()),
                    result.f1());
        }
    }

    static PredictiveReport of(Predictions predictions, List<String> classNames) {
        int classCount = predictions.classes();
        float[][] logits = IntStream.range(0, predictions.images())
                .mapToObj(
                        image -> Arrays.copyOfRange(predictions.logits(), image * classCount, (image + 1) * classCount))
                .toArray(float[][]::new);
        Accuracy accuracy = Accuracy.of(logits, predictions.labels());
        Confusion confusion = accuracy.confusion();
        return new PredictiveReport(
                accuracy.top1(),
                confusion.balancedAccuracy(),
                confusion.macroF1(),
                accuracy.top5(),
                accuracy.calibrationError(),
                orNull(Auroc.of(Softmax.of(logits), predictions.labels())),
                confusion.classes().stream()
                        .map(result -> ClassRow.of(classNames.get(result.classIndex()), result))
                        .toList(),
                IntStream.range(0, classCount)
                        .mapToObj(t -> IntStream.range(0, classCount)
                                .map(p -> confusion.count(t, p))
                                .toArray())
                        .toArray(int[][]::new));
    }
}
