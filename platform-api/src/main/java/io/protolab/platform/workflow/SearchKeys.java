package io.protolab.platform.workflow;

import io.protolab.platform.experiment.BackboneSpec;
import io.protolab.platform.experiment.DatasetSpec;
import io.protolab.platform.experiment.SweepSpec;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialSpec;
import io.protolab.platform.experiment.TrialState;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import java.util.List;

/**
 * By what sweeps and trials are found in Temporal's lists: {@code ProtolabState = 'RUNNING' and ProtolabDataset = 'birds'}. A server takes
 * them only after they were registered; {@link CapabilityCheck} knows.
 */
public final class SearchKeys {
    /** Id of a sweep; its trials carry it too. */
    public static final SearchAttributeKey<String> SWEEP = SearchAttributeKey.forKeyword("ProtolabSweep");

    /** {@link SweepState} or {@link TrialState}, by name. */
    public static final SearchAttributeKey<String> STATE = SearchAttributeKey.forKeyword("ProtolabState");

    /** Names of datasets: one of a trial, all of a sweep. */
    public static final SearchAttributeKey<List<String>> DATASET = SearchAttributeKey.forKeywordList("ProtolabDataset");

    /** Names of backbones: one of a trial, all of a sweep. */
    public static final SearchAttributeKey<List<String>> BACKBONE =
            SearchAttributeKey.forKeywordList("ProtolabBackbone");

    static final List<SearchAttributeKey<?>> ALL = List.of(SWEEP, STATE, DATASET, BACKBONE);

    private SearchKeys() {}

    /** Of a sweep that starts. */
    public static SearchAttributes ofSweep(String sweepId, SweepSpec spec) {
        return SearchAttributes.newBuilder()
                .set(SWEEP, sweepId)
                .set(STATE, SweepState.WAITING.name())
                .set(DATASET, spec.datasets().stream().map(DatasetSpec::name).toList())
                .set(BACKBONE, spec.backbones().stream().map(BackboneSpec::name).toList())
                .build();
    }

    /** Of a schedule's firing, which does not know its sweep yet. */
    static SearchAttributes ofFiring(SweepSpec spec) {
        return SearchAttributes.newBuilder()
                .set(DATASET, spec.datasets().stream().map(DatasetSpec::name).toList())
                .set(BACKBONE, spec.backbones().stream().map(BackboneSpec::name).toList())
                .build();
    }

    /** Of a trial that starts. */
    public static SearchAttributes ofTrial(String sweepId, TrialSpec spec) {
        return SearchAttributes.newBuilder()
                .set(SWEEP, sweepId)
                .set(STATE, TrialState.WAITING.name())
                .set(DATASET, List.of(spec.dataset().name()))
                .set(BACKBONE, List.of(spec.backbone().name()))
                .build();
    }
}
