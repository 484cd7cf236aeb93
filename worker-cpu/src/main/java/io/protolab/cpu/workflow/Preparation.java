package io.protolab.cpu.workflow;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.experiment.DatasetSpec;
import io.protolab.platform.experiment.ReferenceSwitches;
import io.protolab.platform.workflow.DatasetActivities;
import io.protolab.platform.workflow.FeatureActivities;
import io.protolab.platform.workflow.FeatureRequest;
import io.protolab.platform.workflow.FeatureSet;
import io.protolab.platform.workflow.PreparedInput;
import io.protolab.platform.workflow.RegistryActivities;
import io.protolab.platform.workflow.RegistryActivities.OpenTrial;
import io.protolab.platform.workflow.Requirement;
import io.protolab.platform.workflow.TrialInput;
import io.temporal.workflow.Workflow;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What trials share: each dataset is prepared once, and the patch tokens of each dataset and backbone are extracted once. Datasets go
 * side by side, and so do the backbones of one.
 */
final class Preparation {
    private final Set<String> underWay = new LinkedHashSet<>();
    private final FullDisk disk = new FullDisk(() -> false, underWay::add, underWay::remove); // nobody waits for it
    private final DatasetActivities datasets = ActivityPolicies.datasets(disk);
    private final FeatureActivities features = ActivityPolicies.features(disk);

    private final RegistryActivities registry;
    private final String sweepId;
    private final Map<Requirement, PreparedInput> ready = new LinkedHashMap<>();

    Preparation(RegistryActivities registry, String sweepId, List<PreparedInput> prepared) {
        this.registry = registry;
        this.sweepId = sweepId;
        prepared.forEach(input -> ready.put(input.requirement(), input));
    }

    List<PreparedInput> ready() {
        return List.copyOf(ready.values());
    }

    /** What it does now, in words; empty if nothing. */
    Optional<String> stage() {
        return underWay.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", underWay));
    }

    TrialInput inputOf(OpenTrial trial) {
        PreparedInput input = ready.get(Requirement.of(trial.spec()));
        if (input == null) {
            throw new IllegalStateException(trial.trialId() + " needs what was never prepared: "
                    + Requirement.of(trial.spec()).label());
        }
        return new TrialInput(trial.trialId(), trial.spec(), input.dataset(), input.features());
    }

    /**
     * Prepares what open trials need and is not ready. Returns early, with the rest under way, if that is pointless: the workflow then
     * ends soon, and activities learn it from their next heartbeat.
     */
    void run(BooleanSupplier pointless) {
        SideBySide parts = new SideBySide();
        missing().forEach((dataset, requirements) -> parts.start(() -> prepare(dataset, requirements, parts)));
        Workflow.await(() -> parts.isOver() || pointless.getAsBoolean());
        parts.verify();
    }

    private Map<DatasetSpec, List<Requirement>> missing() {
        return registry.requirements(sweepId).stream()
                .filter(requirement -> !ready.containsKey(requirement))
                .collect(groupingBy(Requirement::dataset, LinkedHashMap::new, toList()));
    }

    /** One variant of a dataset after the other, because they share its directory. */
    private void prepare(DatasetSpec spec, List<Requirement> requirements, SideBySide parts) {
        Map<ReferenceSwitches, List<Requirement>> variants =
                requirements.stream().collect(groupingBy(Requirement::switches, LinkedHashMap::new, toList()));
        variants.forEach((switches, sharing) -> {
            PreparedDataset dataset = during("preparing " + spec.name(), () -> datasets.prepare(spec, switches));
            registry.datasetPrepared(sweepId, dataset);
            sharing.forEach(requirement -> parts.start(() -> extract(requirement, dataset)));
        });
    }

    private void extract(Requirement requirement, PreparedDataset dataset) {
        FeatureRequest request =
                new FeatureRequest(dataset, requirement.backbone(), requirement.evaluation(), requirement.switches());
        FeatureSet tokens = during("extracting " + requirement.label(), () -> features.extract(request));
        registry.featuresExtracted(sweepId, tokens);
        ready.put(requirement, new PreparedInput(requirement, dataset, tokens));
    }

    private <T> T during(String stage, Supplier<T> step) {
        underWay.add(stage);
        try {
            return step.get();
        } finally {
            underWay.remove(stage);
        }
    }
}
