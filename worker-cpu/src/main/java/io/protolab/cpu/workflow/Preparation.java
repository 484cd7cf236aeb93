package io.protolab.cpu.workflow;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.experiment.AugmentationSpec;
import io.protolab.platform.experiment.DatasetSpec;
import io.protolab.platform.experiment.ReferenceSwitches;
import io.protolab.platform.registry.EventKinds;
import io.protolab.platform.workflow.DatasetActivities;
import io.protolab.platform.workflow.FeatureRequest;
import io.protolab.platform.workflow.FeatureSet;
import io.protolab.platform.workflow.PreparedInput;
import io.protolab.platform.workflow.RegistryActivities;
import io.protolab.platform.workflow.RegistryActivities.OpenTrial;
import io.protolab.platform.workflow.Requirement;
import io.protolab.platform.workflow.TrialInput;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What trials share: each dataset is prepared once, and the patch tokens of each dataset and backbone are extracted once, in each random
 * view that is to be cached. Datasets go side by side, and so do the backbones of one and their views. A pause stops what holds a card.
 */
final class Preparation {
    /** Far below the server's limit of activities that a workflow may have under way. */
    private static final int LANES = 20;

    private final DatasetActivities datasets;
    private final RegistryActivities registry;
    private final String sweepId;
    private final Orders orders;
    private final List<String> underWay = new ArrayList<>();
    private final Map<Requirement, PreparedInput> ready = new LinkedHashMap<>();

    Preparation(RegistryActivities registry, String sweepId, Orders orders, List<PreparedInput> prepared) {
        this.registry = registry;
        this.sweepId = sweepId;
        this.orders = orders;
        this.datasets = ActivityPolicies.datasets(recovery(new Listener()));
        prepared.forEach(input -> ready.put(input.requirement(), input));
    }

    /** It ends with the workflow, or with its scope. */
    private static Recovery recovery(Listener listener) {
        return new Recovery(() -> false, listener);
    }

    List<PreparedInput> ready() {
        return List.copyOf(ready.values());
    }

    /** What it does now, in words; empty if nothing. */
    Optional<String> stage() {
        return underWay.isEmpty()
                ? Optional.empty()
                : Optional.of(underWay.stream().distinct().collect(joining(", ")));
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
            sharing.stream()
                    .collect(groupingBy(Requirement::plain, LinkedHashMap::new, toList()))
                    .forEach((plain, augmented) -> parts.start(() -> extract(plain, augmented, dataset)));
        });
    }

    /** The images as they are, then the views of each augmentation, however many trials share them. */
    private void extract(Requirement plain, List<Requirement> augmented, PreparedDataset dataset) {
        FeatureRequest request = FeatureRequest.of(
                dataset, plain.dataset().kind(), plain.backbone(), plain.evaluation(), plain.switches());
        FeatureSet tokens = extract(request, "extracting " + plain.label());
        distinctAugmentations(augmented).forEach(augmentation -> extractViews(request, augmentation, plain.label()));
        augmented.forEach(requirement -> ready.put(requirement, new PreparedInput(requirement, dataset, tokens)));
    }

    private FeatureSet extract(FeatureRequest request, String stage) {
        FeatureSet tokens = orders.giveWay(() -> {
            try (Listener listener = new Listener()) {
                return during(
                        stage,
                        () -> ActivityPolicies.features(recovery(listener)).extract(request));
            }
        });
        registry.featuresExtracted(sweepId, tokens);
        return tokens;
    }

    /** Several views queue at the same time, so that they share the workers and do not each wait behind another sweep's trials. */
    private void extractViews(FeatureRequest request, AugmentationSpec augmentation, String label) {
        String stage = "extracting " + augmentation.views() + " views of " + label;
        SideBySide lanes = new SideBySide();
        for (int lane = 0; lane < Math.min(LANES, augmentation.views()); lane++) {
            int first = lane;
            lanes.start(() -> {
                for (int view = first; view < augmentation.views(); view += LANES) {
                    extract(request.withView(augmentation, view), stage);
                }
            });
        }
        Workflow.await(lanes::isOver);
        lanes.verify();
    }

    /** Of augmentations that differ in the number of views only, the one with most. */
    private static Collection<AugmentationSpec> distinctAugmentations(List<Requirement> requirements) {
        Map<AugmentationSpec, AugmentationSpec> most = new LinkedHashMap<>();
        for (Requirement requirement : requirements) {
            AugmentationSpec augmentation = requirement.augmentation();
            if (augmentation != null) {
                most.merge(
                        augmentation.withViews(1),
                        augmentation,
                        (known, other) -> known.views() >= other.views() ? known : other);
            }
        }
        return most.values();
    }

    private <T> T during(String stage, Supplier<T> step) {
        underWay.add(stage);
        try {
            return step.get();
        } finally {
            underWay.remove(stage);
        }
    }

    /** What is waited for is shown like what is done, until it is there or nobody waits any more. */
    private final class Listener implements Recovery.Audience, AutoCloseable {
        private final List<String> waited = new ArrayList<>();

        @Override
        public void failed(String story) {
            registry.eventHappened(sweepId, EventKinds.RECOVERY, story);
        }

        @Override
        public void waits(String reason) {
            waited.add(reason);
            underWay.add(reason);
        }

        @Override
        public void goesOn(String reason) {
            waited.remove(reason);
            underWay.remove(reason);
        }

        @Override
        public void close() {
            waited.forEach(underWay::remove);
        }
    }
}
