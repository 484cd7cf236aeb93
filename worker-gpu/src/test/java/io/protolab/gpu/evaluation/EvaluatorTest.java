package io.protolab.gpu.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.protolab.gpu.PaintedDataset;
import io.protolab.gpu.features.DatasetFeatures;
import io.protolab.gpu.features.FeatureCache;
import io.protolab.gpu.features.FeatureSets;
import io.protolab.gpu.model.Aggregation;
import io.protolab.gpu.model.FeatureNorm;
import io.protolab.gpu.model.HeadShape;
import io.protolab.gpu.model.Kernels;
import io.protolab.gpu.model.MaskedPrototypes;
import io.protolab.gpu.model.ProtoSVit;
import io.protolab.gpu.model.PrototypeHead;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.evaluation.Deletions;
import io.protolab.platform.evaluation.Explanations;
import io.protolab.platform.evaluation.PrototypeCatalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningEngine.class)
class EvaluatorTest {
    private static final int PROTOTYPES = 5;

    private DatasetFeatures features;
    private Evaluation evaluation;

    @BeforeEach
    void evaluate(@TempDir Path directory) throws IOException {
        ArtifactStore artifacts = new DirectoryArtifactStore(directory.resolve("artifacts"));
        features = new FeatureSets(artifacts, new FeatureCache(directory.resolve("features"), Clock.systemUTC()))
                .open(
                        PaintedDataset.request(PaintedDataset.prepare(directory.resolve("images"), artifacts)),
                        (done, total) -> {});
        evaluation = new Evaluator(ProtoSVit.of(head()), features, 0).evaluate(3, (done, total) -> {});
    }

    @Test
    void explainsEveryLogitAsTheSumOfImportances() {
        Explanations explanations = evaluation.explanations();

        assertThat(evaluation.predictions().rows()).containsExactly(8, 9, 10, 11);
        assertThat(evaluation.predictions().labels()).containsExactly(0, 1, 0, 1);
        for (int image = 0; image < 4; image++) {
            for (int label = 0; label < 2; label++) {
                double sum = 0;
                for (int prototype = 0; prototype < PROTOTYPES; prototype++) {
                    sum += explanations.importance(image, prototype, label);
                }
                assertThat(evaluation.predictions().logits()[image * 2 + label]).isEqualTo((float) sum, within(1e-5f));
            }
        }
    }

    @Test
    void sharesEachPatchAmongPrototypes() {
        float[] maps = evaluation.explanations().similarityMaps();

        for (int image = 0; image < 4; image++) {
            for (int cell = 0; cell < 4; cell++) {
                double sum = 0;
                for (int prototype = 0; prototype < PROTOTYPES; prototype++) {
                    sum += maps[(image * PROTOTYPES + prototype) * 4 + cell];
                }
                assertThat(sum).isEqualTo(1, within(1e-5));
            }
        }
    }

    @Test
    void answersForEachRemovedPart() {
        Deletions deletions = Objects.requireNonNull(evaluation.deletions());

        assertThat(deletions.rows()).containsExactly(8, 9, 10);
        assertThat(deletions.parts()).isEqualTo(2);
        assertThat(deletions.logits()).hasSize(3 * 2 * 2);
    }

    @Test
    void explainsNoisyCopiesDifferently_butNotTheirClassWeights() {
        Explanations noisy = Objects.requireNonNull(evaluation.noisyExplanations());

        assertThat(noisy.classWeights()).isEqualTo(evaluation.explanations().classWeights());
        assertThat(noisy.scores()).isNotEqualTo(evaluation.explanations().scores());
    }

    @Test
    void showsWherePrototypesFireInTrainingImages_bestFirst() {
        assertThat(evaluation.prototypes().prototypes()).hasSize(PROTOTYPES).allSatisfy(prototype -> {
            List<PrototypeCatalogue.TopPatch> patches = prototype.topPatches();
            assertThat(patches)
                    .hasSizeLessThanOrEqualTo(3)
                    .isSortedAccordingTo(Comparator.comparing(PrototypeCatalogue.TopPatch::score)
                            .reversed());
            assertThat(patches).allSatisfy(patch -> {
                assertThat(patch.row()).isLessThan(8);
                assertThat(patch.width()).isEqualTo(4);
                assertThat(patch.x() % 4).isZero();
            });
        });
    }

    @Test
    void cutsImportancesInsideTheModel_whenTheSpecSaysSo() {
        Evaluation cut = new Evaluator(ProtoSVit.of(head()), features, 1000).evaluate(3, (done, total) -> {});

        assertThat(cut.predictions().logits()).containsOnly(0);
        assertThat(cut.explanations().scores())
                .isEqualTo(evaluation.explanations().scores());
    }

    private static PrototypeHead head() {
        return PrototypeHead.initialised(
                new HeadShape(
                        16,
                        8,
                        PROTOTYPES,
                        2,
                        0.1,
                        5,
                        1e-6,
                        FeatureNorm.NONE,
                        Aggregation.NONLINEAR,
                        Kernels.BOTH,
                        MaskedPrototypes.ZEROED),
                3);
    }
}
