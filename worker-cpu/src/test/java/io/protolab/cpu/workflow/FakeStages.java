package io.protolab.cpu.workflow;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.FullDiskException;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.evaluation.Evidence;
import io.protolab.platform.experiment.DatasetSpec;
import io.protolab.platform.experiment.Metrics;
import io.protolab.platform.experiment.ReferenceSwitches;
import io.protolab.platform.export.ExportFormat;
import io.protolab.platform.export.ExportInput;
import io.protolab.platform.export.ExportPart;
import io.protolab.platform.workflow.DatasetActivities;
import io.protolab.platform.workflow.EvaluationActivities;
import io.protolab.platform.workflow.ExportActivities;
import io.protolab.platform.workflow.FeatureActivities;
import io.protolab.platform.workflow.FeatureRequest;
import io.protolab.platform.workflow.FeatureSet;
import io.protolab.platform.workflow.FinalFailure;
import io.protolab.platform.workflow.Measurement;
import io.protolab.platform.workflow.MetricActivities;
import io.protolab.platform.workflow.ReportActivities;
import io.protolab.platform.workflow.TrainedHead;
import io.protolab.platform.workflow.TrialInput;
import io.protolab.platform.workflow.VolumeActivities;
import io.protolab.platform.workflow.VolumeSurvey;
import io.temporal.activity.Activity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Every stage but training: answers at once and remembers the calls. Thread-safe. */
final class FakeStages
        implements DatasetActivities,
                FeatureActivities,
                EvaluationActivities,
                ExportActivities,
                MetricActivities,
                ReportActivities,
                VolumeActivities {
    private final ConcurrentLinkedQueue<String> calls = new ConcurrentLinkedQueue<>();
    private final Set<String> roomless = ConcurrentHashMap.newKeySet();
    private volatile String brokenDataset = "";
    private final Set<String> onDisk = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> computed = new ConcurrentLinkedQueue<>();
    private volatile boolean readOnly;
    private volatile String unexportable = "";
    private final ConcurrentLinkedQueue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger extracting = new AtomicInteger();
    private volatile boolean slow;

    static String key(String dataset, String backbone) {
        return "key-" + dataset + backbone;
    }

    static Artifact artifact(String name) {
        return new Artifact(name, "0".repeat(64), 0, Artifact.JSON);
    }

    void breaksDataset(String name) {
        brokenDataset = name;
    }

    /** The measurements of the trial do not fit on the disk, until there is room again. */
    void fillsTheDisk(int trial) {
        roomless.add(SweepSamples.trialId(trial));
    }

    void makesRoom() {
        roomless.clear();
    }

    /** Nothing can be deleted. */
    void becomesReadOnly() {
        readOnly = true;
    }

    /** The next calls on the card, extractions and evaluations, break with these. */
    void breaksWith(RuntimeException... causes) {
        failures.addAll(List.of(causes));
    }

    /** Extractions take until they are let through. */
    void extractsSlowly() {
        slow = true;
    }

    void letsThrough() {
        slow = false;
    }

    /** How many extractions hold a card now. */
    int extracting() {
        return extracting.get();
    }

    private void holdACard() {
        extracting.incrementAndGet();
        try {
            while (slow) {
                Activity.getExecutionContext().heartbeat(null);
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted on the card", e);
        } finally {
            extracting.decrementAndGet();
        }
    }

    private void breakIfTold() {
        RuntimeException failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
    }

    void cannotExport(String trialId) {
        unexportable = trialId;
    }

    Set<String> onDisk() {
        return Set.copyOf(onDisk);
    }

    /** Keys of the feature sets that were not there when they were wanted, in order. */
    List<String> computed() {
        return List.copyOf(computed);
    }

    List<String> calls() {
        return List.copyOf(calls);
    }

    @Override
    public PreparedDataset prepare(DatasetSpec dataset, ReferenceSwitches switches) {
        calls.add("prepare " + dataset.name());
        if (dataset.name().equals(brokenDataset)) {
            throw FinalFailure.of("dataset " + dataset.name() + ": no images; give another path", null);
        }
        return new PreparedDataset(
                dataset.name(), artifact("manifest.json"), "/datasets/" + dataset.name(), 10, 60, 0, 20, 0);
    }

    @Override
    public FeatureSet extract(FeatureRequest request) {
        String dataset = request.dataset().name();
        String backbone = request.backbone().name();
        FeatureRequest.View view = request.view();
        calls.add("extract " + dataset + "/" + backbone + (view == null ? "" : " view " + view.number()));
        breakIfTold();
        holdACard();
        String key = key(dataset, backbone);
        if (onDisk.add(key)) {
            computed.add(key);
        }
        return new FeatureSet(key, dataset, backbone, 80, 64, 128, 1024, "w", null);
    }

    @Override
    public Evidence evaluate(TrialInput trial, TrainedHead head) {
        calls.add("evaluate " + trial.trialId());
        breakIfTold();
        return new Evidence(
                artifact("evaluation/predictions.safetensors"),
                artifact("evaluation/explanations.safetensors"),
                null,
                null,
                artifact("evaluation/prototypes.json"));
    }

    @Override
    public List<Artifact> exportStandard(ExportInput trial) {
        calls.add("export " + trial.trialId());
        if (trial.trialId().equals(unexportable)) {
            throw FinalFailure.of("backbone vit: the weights changed; put them back", null);
        }
        return List.of(artifact("export/head/head.onnx"));
    }

    @Override
    public List<Artifact> export(ExportInput trial, ExportPart part, List<ExportFormat> formats) {
        calls.add("export " + part + " of " + trial.trialId() + " as " + formats);
        if (trial.trialId().equals(unexportable)) {
            throw FinalFailure.of("backbone vit: the weights changed; put them back", null);
        }
        return formats.stream()
                .map(format -> artifact(part.artifactName(part.fileName(format))))
                .toList();
    }

    @Override
    public Measurement measure(TrialInput trial, Evidence evidence) {
        calls.add("measure " + trial.trialId());
        if (roomless.contains(trial.trialId())) {
            throw Activity.wrap(new FullDiskException("cannot store artifact metrics", Path.of("/artifacts")));
        }
        return new Measurement(new Metrics(Map.of(Metrics.ACCURACY, 0.9)), artifact("metrics/report.json"));
    }

    @Override
    public List<Artifact> render(TrialInput trial, TrainedHead head, Evidence evidence, Measurement measurement) {
        calls.add("render " + trial.trialId());
        return List.of(artifact("pictures/curves.png"));
    }

    @Override
    public void deleteCheckpoints(String trialId) {
        calls.add("delete checkpoints of " + trialId);
        if (readOnly) {
            throw FinalFailure.of("read-only file system", null);
        }
    }

    @Override
    public void deleteFeatures(String key) {
        onDisk.remove(key);
    }

    @Override
    public VolumeSurvey survey() {
        throw new UnsupportedOperationException("nobody examines this stage");
    }

    @Override
    public void setAside(String trialId) {
        throw new UnsupportedOperationException("nobody examines this stage");
    }

    @Override
    public void deleteLeftover(String path) {
        throw new UnsupportedOperationException("nobody examines this stage");
    }
}
